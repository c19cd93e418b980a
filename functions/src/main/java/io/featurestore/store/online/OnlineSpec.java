package io.featurestore.store.online;

import io.featurestore.store.Table.Feature;
import java.util.List;
import java.util.Optional;

/// Specifies the online-compatible transform.
///
/// @param identifierColumn index of the record identifier among the columns
/// @param eventTimeColumn index of the event time among the columns; −1 if there is none
/// @param eventTimeName the event time's name in the output
/// @param isoEventTime whether the event time is written as ISO-8601; otherwise as seconds since the epoch
/// @param filledEventTime the text of the export's start, which replaces a missing event time; empty unless
///     requested
/// @param nullValue the text that replaces NULL; empty if NULL values are left out
/// @param features the feature that each column is written to
public record OnlineSpec(
        int identifierColumn,
        int eventTimeColumn,
        String eventTimeName,
        boolean isoEventTime,
        Optional<String> filledEventTime,
        Optional<String> nullValue,
        List<Feature> features) {
    /// Makes the list immutable.
    public OnlineSpec {
        features = List.copyOf(features);
    }
}
