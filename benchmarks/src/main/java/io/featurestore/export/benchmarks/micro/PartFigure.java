package io.featurestore.export.benchmarks.micro;

/// Holds JMH's measurement of one part.
///
/// @param part name of the part and its operation
/// @param of the parameter of the benchmark
/// @param score the score
/// @param error half the width of the score's 99.9 % confidence interval; NaN if there are too few measurements
/// @param unit the score's unit
public record PartFigure(String part, String of, double score, double error, String unit) {}
