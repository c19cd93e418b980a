package io.featurestore.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Selects columns and records. Part of a request; holds the texts of the caller, which are parsed before they
/// become SQL.
///
/// @param columns column names or aliased expressions; empty selects all features
/// @param systemColumns whether the system columns follow the features where `columns` is empty
/// @param where a boolean expression over the records
/// @param groupBy column names or expressions
/// @param orderBy sort items
/// @param limit the maximum number of records
/// @param columnMapping old name → new name, in the caller's order
public record Selection(
        List<String> columns,
        boolean systemColumns,
        Optional<String> where,
        List<String> groupBy,
        List<String> orderBy,
        OptionalLong limit,
        Map<String, String> columnMapping) {
    /// Makes the collections immutable. The mapping keeps its order.
    public Selection {
        columns = List.copyOf(columns);
        groupBy = List.copyOf(groupBy);
        orderBy = List.copyOf(orderBy);
        columnMapping = Collections.unmodifiableMap(new LinkedHashMap<>(columnMapping));
    }

    /// Returns the selection of all features of all records.
    public static Selection everything() {
        return new Selection(List.of(), false, Optional.empty(), List.of(), List.of(), OptionalLong.empty(), Map.of());
    }
}
