package io.featurestore.steps.work;

import java.util.Optional;

import io.featurestore.records.checks.Expectations;

/**
 * Asks for a report and for checks of the records: a part of a request.
 *
 * @param report whether a report of the records is written beside the output
 * @param expect the expectations that every record is checked against
 * @param onViolation the effect of a broken expectation
 */
public record Quality(boolean report, Optional<Expectations> expect, OnViolation onViolation) {
    /** Asks for nothing. */
    public static final Quality NONE = new Quality(false, Optional.empty(), OnViolation.FAIL);

    /** Names the effects of a broken expectation. */
    public enum OnViolation {
        /** The execution fails: there is no output. */
        FAIL,
        /** The violations stand in the manifest and the report. */
        WARN
    }

    /** Returns whether converters have to look at every record, for statistics or for checks. */
    public boolean observesRecords() {
        return report || expect.isPresent();
    }
}
