package io.featurestore.store.online;

import java.util.Optional;

/// Requests records in a form that a bulk put into the online store accepts. Part of a request.
///
/// @param addEventTime whether a record without an event time gets the execution's start
/// @param recordIdentifier the identifier's column; empty means the feature group's own
/// @param eventTimeField the event time's name in the output
/// @param eventTimeFormat how the event time is written; empty means by the type of the event-time feature
/// @param nullValue the text that replaces NULL; empty leaves such features out
public record OnlineForm(
        boolean addEventTime,
        Optional<String> recordIdentifier,
        Optional<String> eventTimeField,
        Optional<EventTimeFormat> eventTimeFormat,
        Optional<String> nullValue) {
    /// Names the ways to write an event time.
    public enum EventTimeFormat {
        /// Seconds since 1970-01-01T00:00:00Z, with a fraction.
        UNIX,
        /// `yyyy-MM-ddTHH:mm:ss.SSSZ`.
        ISO8601
    }
}
