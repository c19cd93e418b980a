package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.data.ComparedOutput;

/// Lists the programs that convert the file.
public enum Contestant {
    /// The converter of the export.
    EXPORT("this export"),
    /// DuckDB over JDBC.
    DUCKDB("DuckDB"),
    /// Polars in Node.
    POLARS("Polars"),
    /// Commons CSV as the reader, with Commons CSV, Jackson or parquet-mr as the writer; always one thread.
    LIBRARIES("Java libraries");

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    /// Returns its name in tables.
    public String label() {
        return label;
    }

    /// Returns whether it can make an output. Polars cannot make the online-compatible output.
    public boolean makes(ComparedOutput output) {
        return this != POLARS || !output.online();
    }
}
