package io.featurestore.steps.quota;

/// Holds what the deployment allows to run at the same time.
///
/// @param exports the most exports that run
/// @param chunks the most chunks of one export that are converted
/// @param reserved the concurrency that is reserved for each converter; 0 if they share the account's
public record Quota(int exports, int chunks, int reserved) {}
