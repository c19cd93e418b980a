package io.featurestore.sql.history;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.JsonCast;
import io.featurestore.store.Table.Column;
import java.util.Optional;

/// Orders the values of a column.
final class TotalOrder {
    private TotalOrder() {}

    /// Returns an expression by which the engine can order the column's values. Maps have no order, and the
    /// order of arrays and rows fails on NULLs inside, so nested values are ordered by their JSON text. Empty
    /// if a nested type cannot be cast to JSON; such a column cannot be exported as a whole either.
    static Optional<String> key(Column column) {
        ColumnType type = column.type();
        String name = Identifiers.quoted(column.name());
        if (!type.isNested()) {
            return Optional.of(name);
        }
        return JsonCast.obstacle(type).isPresent()
                ? Optional.empty()
                : Optional.of("json_format(CAST(" + name + " AS JSON))");
    }
}
