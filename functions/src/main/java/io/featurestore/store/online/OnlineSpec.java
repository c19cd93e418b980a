package io.featurestore.store.online;

import java.util.List;
import java.util.Optional;

import io.featurestore.store.Table.FeatureType;

/**
 * What the online-compatible transform needs to know.
 *
 * @param identifierColumn index into {@code columns} of the record identifier
 * @param eventTimeColumn index into {@code columns} of the event time; −1 where none exists
 * @param eventTimeName the event time's name in the output
 * @param isoEventTime whether the event time is written as ISO-8601, else as seconds since the epoch
 * @param filledEventTime the export's start, already written; used where there is no event time; empty unless asked
 *        for
 * @param nullValue fills NULL; empty where a NULL is left out
 * @param featureTypes the feature type each column is written for
 */
public record OnlineSpec(int identifierColumn, int eventTimeColumn, String eventTimeName, boolean isoEventTime,
        Optional<String> filledEventTime, Optional<String> nullValue, List<FeatureType> featureTypes) {
    /** Copies the types. */
    public OnlineSpec {
        featureTypes = List.copyOf(featureTypes);
    }
}
