package io.featurestore.steps.estimate;

/// The estimate of an execution that then ran. The final step shows it beside the actual cost, and counts what
/// the estimate itself cost.
///
/// @param estimate the estimate
/// @param millis the time EstimateExport took
public record KeptEstimate(Estimate estimate, long millis) {}
