package io.featurestore.export.benchmarks.run;

/// Holds the time and memory of one process.
///
/// @param wallSeconds from its start to its end
/// @param cpuSeconds user and system time of the process and its child processes
/// @param kernelSeconds the system time in it
/// @param peakBytes highest resident memory in bytes
public record MeasuredRun(double wallSeconds, double cpuSeconds, double kernelSeconds, long peakBytes) {}
