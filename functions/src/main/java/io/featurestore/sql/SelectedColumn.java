package io.featurestore.sql;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.ResolvedExpression;
import io.trino.sql.tree.Identifier;
import java.util.Optional;

/// Describes a column that the statement selects.
///
/// @param value the selected expression
/// @param source the catalog's name if the value is a plain column; empty for any other expression
/// @param name its name in the result: lower case, because the engine ignores case
/// @param spelled its name as the feature group or the caller spells it
/// @param type its type, `unknown` for expressions
record SelectedColumn(ResolvedExpression value, Optional<String> source, String name, String spelled, ColumnType type) {
    /// Returns whether the value is selected as JSON text. For nested values this is the only form that can be
    /// parsed again.
    boolean asJson() {
        return type.isNested();
    }

    /// Returns the select item as SQL.
    String sql() {
        String sql = asJson() ? "json_format(CAST(" + value.sql() + " AS JSON))" : value.sql();
        boolean sameName = !asJson()
                && value.expression() instanceof Identifier i
                && i.getValue().equals(name);
        return sameName ? sql : sql + " AS " + Identifiers.quoted(name);
    }
}
