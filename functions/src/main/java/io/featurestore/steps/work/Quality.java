package io.featurestore.steps.work;

import io.featurestore.records.checks.Expectations;
import java.util.Optional;

/// Requests a report and checks of the records. Part of a request.
///
/// @param report whether a report of the records is written beside the output
/// @param expect the expectations that every record is checked against
/// @param onViolation the effect of a violated expectation
public record Quality(boolean report, Optional<Expectations> expect, OnViolation onViolation) {
    /// No report and no checks.
    public static final Quality NONE = new Quality(false, Optional.empty(), OnViolation.FAIL);

    /// Names the effects of a violated expectation.
    public enum OnViolation {
        /// The execution fails, and there is no output.
        FAIL,
        /// The manifest and the report list the violations.
        WARN
    }

    /// Returns whether converters must parse every record, for statistics or for checks.
    public boolean observesRecords() {
        return report || expect.isPresent();
    }
}
