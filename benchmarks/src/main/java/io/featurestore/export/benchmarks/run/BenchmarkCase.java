package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.data.ComparedOutput;

/// Identifies what is measured: a size, an output, a contestant and a number of threads.
///
/// @param gigabytes the requested size of the file in GB (10⁹ bytes)
/// @param output the output
/// @param contestant who makes it
/// @param threads with how many threads
public record BenchmarkCase(double gigabytes, ComparedOutput output, Contestant contestant, int threads) {}
