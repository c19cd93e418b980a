package io.featurestore.export.benchmarks.run;

/**
 * What one process took.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds user and system time of it and of what it started
 * @param kernelSeconds the system time of it
 * @param peakBytes the most memory that was resident
 */
public record MeasuredRun(double wallSeconds, double cpuSeconds, double kernelSeconds, long peakBytes) {}
