package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.data.ComparedOutput;

/** Who converts the file. */
public enum Contestant {
    /** The converter of the export. */
    EXPORT("this export"),
    /** DuckDB over JDBC. */
    DUCKDB("DuckDB"),
    /** Polars in Node. */
    POLARS("Polars"),
    /** Commons CSV with itself, Jackson or parquet-mr; always one thread. */
    LIBRARIES("Java libraries");

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    /** Returns its name in tables. */
    public String label() {
        return label;
    }

    /** Returns whether it can make an output; Polars has no way to make what a bulk put takes. */
    public boolean makes(ComparedOutput output) {
        return this != POLARS || !output.online();
    }
}
