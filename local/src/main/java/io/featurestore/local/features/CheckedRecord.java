package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/// Holds a record that was checked against the definitions of its feature group.
///
/// @param identifier the value of the record identifier
/// @param eventTime the event time
/// @param values the values by feature, in the order they were put: a text, or a list of texts for a collection
record CheckedRecord(String identifier, Instant eventTime, Map<String, JsonNode> values) {}
