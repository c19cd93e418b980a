package io.featurestore.steps.chunks;

import java.util.List;
import java.util.Optional;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.RecordChecks;
import io.featurestore.records.checks.Expectations;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.store.objects.S3Uri;

/**
 * What is gathered of an export's records while they are converted.
 *
 * @param place the prefix, in the work prefix, of what is gathered of each chunk
 * @param statistics whether statistics of every column are
 * @param expectations what is checked of every record; empty where nothing is
 * @param eventTime name of the event time's column, which may not be among those that are exported
 */
public record Observed(S3Uri place, boolean statistics, Optional<Expectations> expectations, String eventTime) {
    /** Returns what gathers statistics, if any are wanted. */
    public Optional<TableProfile> gathering(List<OutputColumn> columns) {
        return statistics ? Optional.of(new TableProfile(columns, Optional.of(eventTime))) : Optional.empty();
    }

    /** Returns what checks records, if anything is expected of them. */
    public Optional<RecordChecks> checks(List<OutputColumn> columns) {
        return expectations.map(expected -> new RecordChecks(expected, columns, eventTime));
    }
}
