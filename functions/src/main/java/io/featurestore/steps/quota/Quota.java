package io.featurestore.steps.quota;

import io.featurestore.steps.Limits;

/// Holds what the deployment allows to run at the same time.
///
/// @param exports the most exports that run
/// @param chunks the most chunks of one export that are converted
/// @param reserved the concurrency that is reserved for each converter; 0 if they share the account's
public record Quota(int exports, int chunks, int reserved) {
    /// The quota of a deployment that limits nothing but the chunks of one export.
    public static final Quota NONE = new Quota(Integer.MAX_VALUE, Limits.MAX_CONCURRENCY, 0);
}
