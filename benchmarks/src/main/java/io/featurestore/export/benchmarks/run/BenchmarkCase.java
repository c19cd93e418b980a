package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.data.ComparedOutput;

/**
 * What is measured.
 *
 * @param gigabytes the wished size of the file in GB (10⁹ bytes)
 * @param output the output
 * @param contestant who makes it
 * @param threads with how many threads
 */
public record BenchmarkCase(double gigabytes, ComparedOutput output, Contestant contestant, int threads) {}
