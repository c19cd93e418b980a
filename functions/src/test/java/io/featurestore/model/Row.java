package io.featurestore.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of a random table.
///
/// @param values the value of each column by its name; a missing one is NULL
/// @param time the event time as an instant; empty if the value of that column is no time
/// @param seen whether the row lies where the table looks for files
record Row(Map<String, Object> values, Optional<Instant> time, boolean seen) {
    @Nullable
    Object get(Column column) {
        return values.get(column.name());
    }

    boolean deleted() {
        return Boolean.TRUE.equals(get(Column.DELETED));
    }
}
