package io.featurestore.sql;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.JsonCast;
import io.featurestore.sql.syntax.RequestText;
import io.featurestore.sql.syntax.ResolvedExpression;
import io.featurestore.sql.syntax.SqlTextParser;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.SingleColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lists the columns that the statement selects.
final class ColumnList {
    static final String FIELD = "columns";

    private final TableNames names;
    private final Map<String, SelectedColumn> byName = new LinkedHashMap<>();

    private ColumnList(TableNames names) {
        this.names = names;
    }

    /// Reads the request's `columns`. If there are none, selects the group's features in their order, followed by
    /// the system columns if `systemColumns` is set.
    static ColumnList of(Selection selection, Table table, TableNames names) {
        ColumnList list = new ColumnList(names);
        if (selection.columns().isEmpty()) {
            table.features().forEach(f -> list.addFeature(f, table));
            if (selection.systemColumns()) {
                TableNames.SYSTEM_COLUMNS.forEach(c -> list.addPlain(
                        new RequestText("systemColumns", c), names.find(c).orElseThrow(() -> missing(table, c))));
            }
        } else {
            selection.columns().forEach(text -> list.add(new RequestText(FIELD, text)));
        }
        return list;
    }

    /// Returns the columns in order.
    List<SelectedColumn> all() {
        return new ArrayList<>(byName.values());
    }

    /// Returns the column with the given name in the result.
    Optional<SelectedColumn> find(String name) {
        return Optional.ofNullable(byName.get(Identifiers.folded(name)));
    }

    private void addFeature(Table.Feature feature, Table table) {
        Column column = table.column(feature.name()).orElseThrow(() -> missing(table, feature.name()));
        addPlain(new RequestText(FIELD, feature.name()), column);
    }

    private void addPlain(RequestText source, Column column) {
        add(source, plain(column, column.name(), names.spelled(column)));
    }

    private void add(RequestText source) {
        // A bare name needs no quotes, even where it is a reserved word or has a hyphen.
        Optional<Column> plain = names.find(source.text().strip());
        if (plain.isPresent()) {
            addPlain(source, plain.get());
            return;
        }
        SingleColumn item = SqlTextParser.column(source);
        ResolvedExpression value = ResolvedExpression.of(source, item.getExpression(), names);
        add(source, item.getAlias().map(a -> aliased(value, a.getValue())).orElseGet(() -> unaliased(source, value)));
    }

    private SelectedColumn aliased(ResolvedExpression value, String alias) {
        String name = Identifiers.folded(alias);
        if (value.expression() instanceof Identifier i) {
            return plain(names.find(i.getValue()).orElseThrow(), name, alias);
        }
        return new SelectedColumn(value, Optional.empty(), name, alias, type(value.expression()));
    }

    private SelectedColumn unaliased(RequestText source, ResolvedExpression value) {
        return switch (value.expression()) {
            case Identifier i -> {
                Column column = names.find(i.getValue()).orElseThrow();
                yield plain(column, column.name(), names.spelled(column));
            }
            case DereferenceExpression d
            when names.typeOf(d).isPresent() -> {
                String field = d.getField().orElseThrow().getValue();
                yield new SelectedColumn(value, Optional.empty(), Identifiers.folded(field), field, type(d));
            }
            default -> throw source.refused("an expression without a name", "Add `AS name`.");
        };
    }

    private ColumnType type(Expression expression) {
        return names.typeOf(expression).orElse(ColumnType.Simple.UNKNOWN);
    }

    private static SelectedColumn plain(Column column, String name, String spelled) {
        return new SelectedColumn(
                ResolvedExpression.column(column.name()), Optional.of(column.name()), name, spelled, column.type());
    }

    private void add(RequestText source, SelectedColumn column) {
        JsonCast.obstacle(column.type()).filter(_ -> column.asJson()).ifPresent(type -> {
            throw source.refused(
                    "a column of type " + column.type() + ", of which Athena cannot cast " + type + " to JSON",
                    "Select what can be, such as transform(…, x -> CAST(x AS varchar)), or leave it out.");
        });
        if (byName.putIfAbsent(column.name(), column) != null) {
            throw source.refused(
                    "a second column named `" + column.name() + "`",
                    "Names are compared without case; add `AS` and another name.");
        }
    }

    private static InvalidQuery missing(Table table, String column) {
        return new InvalidQuery(
                "The table %s has no column `%s`, which the feature group %s defines. Name the columns to export in `columns`, or repair the table."
                        .formatted(table.qualifiedName(), column, table.featureGroupName()));
    }
}
