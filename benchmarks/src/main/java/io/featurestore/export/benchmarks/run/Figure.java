package io.featurestore.export.benchmarks.run;

/**
 * One measured run.
 *
 * @param of the case
 * @param round its round, from 1
 * @param run what it took
 * @param outputBytes bytes of its output
 * @param content whether the output holds the file's records; a later round's output is as large as the first one's,
 *        which was read
 */
public record Figure(BenchmarkCase of, int round, MeasuredRun run, long outputBytes, CheckResult content) {
    /** What the check of the output found. */
    public enum CheckResult {
        /** The records of the file, NULL and the empty string apart. */
        SAME,
        /** Something else. */
        DIFFERENT
    }
}
