package io.featurestore.steps.convert;

/// Tells a converter when to stop.
@FunctionalInterface
public interface Deadline {
    /// Never tells a converter to stop.
    Deadline NONE = () -> false;

    /// Returns whether the remaining time is only enough for finishing the part.
    boolean isNear();

    /// Returns the number of bytes of a result that are converted between two checks. At least this many bytes
    /// are converted.
    default long bytesBetweenChecks() {
        return 1 << 20;
    }
}
