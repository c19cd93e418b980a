package io.featurestore.steps.chunks;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Expectations;
import io.featurestore.records.checks.RecordChecks;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;

/// Requests statistics and checks of an export's records, computed during the conversion.
///
/// @param place the prefix, inside the work folder, of the profiles of the chunks
/// @param statistics whether statistics of every column are computed
/// @param expectations the expectations that every record is checked against; empty if there are none
/// @param eventTime name of the event time's column, which is not necessarily exported
public record ProfileRequest(S3Uri place, boolean statistics, Optional<Expectations> expectations, String eventTime) {
    /// Returns a new collector of statistics; empty if none are requested.
    public Optional<TableProfile> statisticsCollector(List<OutputColumn> columns) {
        return statistics ? Optional.of(new TableProfile(columns, Optional.of(eventTime))) : Optional.empty();
    }

    /// Returns new checks of records; empty if there are no expectations.
    public Optional<RecordChecks> checks(List<OutputColumn> columns) {
        return expectations.map(expected -> new RecordChecks(expected, columns, eventTime));
    }
}
