package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.run.Contestant;
import java.util.List;

/// Holds a target: the smallest accepted ratio between the CPU times of a peer and the export.
///
/// @param output the output
/// @param peer the peer
/// @param ratio the peer's CPU time divided by the export's
record Target(ComparedOutput output, Contestant peer, double ratio) {
    /// The most memory of the export's process at every size.
    static final long PEAK_BYTES = 256L << 20;
    /// The largest ratio between the wall times of two threads and one thread.
    static final double TWO_THREADS = 0.65;
    /// Lists the targets of the project.
    static final List<Target> ALL = List.of(
            new Target(ComparedOutput.CSV, Contestant.DUCKDB, 3),
            new Target(ComparedOutput.CSV, Contestant.POLARS, 1.5),
            new Target(ComparedOutput.CSV_GZIP, Contestant.DUCKDB, 12),
            new Target(ComparedOutput.CSV_GZIP, Contestant.POLARS, 3.5),
            new Target(ComparedOutput.JSON, Contestant.DUCKDB, 2.8),
            new Target(ComparedOutput.JSON, Contestant.POLARS, 1.3),
            new Target(ComparedOutput.JSON_GZIP, Contestant.DUCKDB, 12),
            new Target(ComparedOutput.JSON_GZIP, Contestant.POLARS, 4),
            new Target(ComparedOutput.JSON_ZSTD, Contestant.DUCKDB, 2),
            new Target(ComparedOutput.JSON_ZSTD, Contestant.POLARS, 1.4),
            new Target(ComparedOutput.PARQUET_SNAPPY, Contestant.DUCKDB, 1.4),
            new Target(ComparedOutput.PARQUET_SNAPPY, Contestant.POLARS, 1),
            new Target(ComparedOutput.PARQUET_ZSTD, Contestant.DUCKDB, 1.3),
            new Target(ComparedOutput.PARQUET_ZSTD, Contestant.POLARS, 1),
            new Target(ComparedOutput.ONLINE_JSON_GZIP, Contestant.DUCKDB, 10));
}
