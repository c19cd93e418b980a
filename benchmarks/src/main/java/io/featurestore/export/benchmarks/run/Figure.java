package io.featurestore.export.benchmarks.run;

/// Holds one measured run.
///
/// @param of the case
/// @param round number of the round, from 1
/// @param run the measured time and memory
/// @param outputBytes size of its output in bytes
/// @param content whether the output holds the file's records; the first round's output was read, and the output
///     of a later round is only compared with it by size
public record Figure(BenchmarkCase of, int round, MeasuredRun run, long outputBytes, CheckResult content) {
    /// Lists the results of the output's check.
    public enum CheckResult {
        /// The output holds the records of the file, with NULL and the empty string distinguished.
        SAME,
        /// The output holds something else.
        DIFFERENT
    }
}
