package io.featurestore.store.files;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says which rows a query needs, as far as files can be ruled out by it. Every answer may name more rows than the
/// query needs, never fewer.
public interface RowSelection {
    /// Bounds the values of a column. A row whose value is outside, or NULL, is not needed.
    ///
    /// @param column the catalog's name of the column
    /// @param least the least value; empty for no limit. A `String`, `BigDecimal`, `Boolean`, `LocalDate` or
    ///     `LocalDateTime`
    /// @param most the greatest value; empty for no limit
    record ColumnRange(String column, Optional<Object> least, Optional<Object> most) {}

    /// Selects all rows.
    RowSelection ALL = new RowSelection() {
        @Override
        public boolean mayKeep(java.util.Map<String, String> partition) {
            return true;
        }

        @Override
        public Optional<Set<Object>> values(String key) {
            return Optional.empty();
        }

        @Override
        public List<ColumnRange> ranges() {
            return List.of();
        }

        @Override
        public List<String> columns() {
            return List.of();
        }
    };

    /// Returns whether rows with these values of partition keys may be needed. Nothing is known of a key that is
    /// absent.
    boolean mayKeep(java.util.Map<String, String> partition);

    /// Returns the values to which the query limits a partition key by equality; empty if it does not.
    Optional<Set<Object>> values(String key);

    /// Returns bounds of columns, all of which hold for every needed row.
    List<ColumnRange> ranges();

    /// Returns the names of the columns whose metrics are wanted.
    List<String> columns();
}
