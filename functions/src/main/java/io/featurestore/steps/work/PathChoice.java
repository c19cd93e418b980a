package io.featurestore.steps.work;

/// Holds the way in which the rows of an output come, and why it was chosen.
///
/// @param path the way
/// @param reason one sentence for the caller
public record PathChoice(RowPath path, String reason) {
    /// The reason in a deployment without UNLOAD.
    public static final String NEVER_UNLOADS = "This deployment never uses UNLOAD (setting athena.unloadFromBytes).";
}
