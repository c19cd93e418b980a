package io.featurestore.export.benchmarks.micro;

/**
 * What JMH measured of a part.
 *
 * @param part the part and what it does
 * @param of what with
 * @param score the score
 * @param error half the width of its 99.9 % confidence interval; NaN where there are too few measurements
 * @param unit the score's unit
 */
public record PartFigure(String part, String of, double score, double error, String unit) {}
