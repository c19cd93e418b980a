package io.featurestore.sql;

import java.util.Optional;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.Resolved;
import io.trino.sql.tree.Identifier;

/**
 * A column the statement selects.
 *
 * @param value what is selected
 * @param source the catalog's name where the value is a plain column
 * @param name its name in the result: lower case, because the engine does not tell cases apart
 * @param spelled its name as the feature group or the caller spells it
 * @param type its type, {@code unknown} for expressions
 */
record SelectedColumn(Resolved value, Optional<String> source, String name, String spelled, ColumnType type) {
    /** Returns whether the value is selected as JSON text, the only form of nested values that can be read back. */
    boolean asJson() {
        return type.isNested();
    }

    /** Returns the select item as SQL. */
    String sql() {
        String sql = asJson() ? "json_format(CAST(" + value.sql() + " AS JSON))" : value.sql();
        boolean sameName = !asJson() && value.expression() instanceof Identifier i && i.getValue().equals(name);
        return sameName ? sql : sql + " AS " + Identifiers.quoted(name);
    }
}
