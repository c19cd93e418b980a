package io.featurestore.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.featurestore.export.ExportRequest;
import io.featurestore.failure.ExportFailure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.Refusal;
import io.featurestore.sql.syntax.Resolved;
import io.featurestore.sql.syntax.SqlText;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table.Column;
import io.featurestore.store.Table;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.SingleColumn;

/** What {@code columns} selects. */
final class ColumnList {
    static final String FIELD = "columns";

    private final TableNames names;
    private final Map<String, SelectedColumn> byName = new LinkedHashMap<>();

    private ColumnList(TableNames names) {
        this.names = names;
    }

    /**
     * Reads {@code columns}. Where it is empty: the group's features in their order, and with {@code systemColumns}
     * the system columns after them.
     */
    static ColumnList of(ExportRequest request, Table table, TableNames names) {
        ColumnList list = new ColumnList(names);
        if (request.columns().isEmpty()) {
            table.features().forEach(f -> list.addFeature(f, table));
            if (request.systemColumns()) {
                TableNames.SYSTEM_COLUMNS.forEach(c -> list.addPlain(new Refusal("systemColumns", c), names.find(c)
                        .orElseThrow(() -> missing(table, c))));
            }
        } else {
            request.columns().forEach(text -> list.add(new Refusal(FIELD, text)));
        }
        return list;
    }

    /** Returns the columns in order. */
    List<SelectedColumn> all() {
        return new ArrayList<>(byName.values());
    }

    /** Returns the column of a name in the result. */
    Optional<SelectedColumn> find(String name) {
        return Optional.ofNullable(byName.get(Identifiers.folded(name)));
    }

    private void addFeature(Table.Feature feature, Table table) {
        Column column = table.column(feature.name()).orElseThrow(() -> missing(table, feature.name()));
        addPlain(new Refusal(FIELD, feature.name()), column);
    }

    private void addPlain(Refusal place, Column column) {
        add(place, plain(column, column.name(), names.spelled(column)));
    }

    private void add(Refusal place) {
        // A bare name needs no quotes, even where it is a reserved word or has a hyphen.
        Optional<Column> plain = names.find(place.text().strip());
        if (plain.isPresent()) {
            addPlain(place, plain.get());
            return;
        }
        SingleColumn item = SqlText.column(place);
        Resolved value = Resolved.of(place, item.getExpression(), names);
        add(place, item.getAlias().map(a -> aliased(value, a.getValue())).orElseGet(() -> unaliased(place, value)));
    }

    private SelectedColumn aliased(Resolved value, String alias) {
        String name = Identifiers.folded(alias);
        if (value.expression() instanceof Identifier i) {
            return plain(names.find(i.getValue()).orElseThrow(), name, alias);
        }
        return new SelectedColumn(value, Optional.empty(), name, alias, type(value.expression()));
    }

    private SelectedColumn unaliased(Refusal place, Resolved value) {
        return switch (value.expression()) {
            case Identifier i -> {
                Column column = names.find(i.getValue()).orElseThrow();
                yield plain(column, column.name(), names.spelled(column));
            }
            case DereferenceExpression d when names.typeOf(d).isPresent() -> {
                String field = d.getField().orElseThrow().getValue();
                yield new SelectedColumn(value, Optional.empty(), Identifiers.folded(field), field, type(d));
            }
            default -> throw place.because("an expression without a name", "Add `AS name`.");
        };
    }

    private ColumnType type(Expression expression) {
        return names.typeOf(expression).orElse(ColumnType.Simple.UNKNOWN);
    }

    private static SelectedColumn plain(Column column, String name, String spelled) {
        return new SelectedColumn(Resolved.column(column.name()), Optional.of(column.name()), name, spelled, column
                .type());
    }

    private void add(Refusal place, SelectedColumn column) {
        JsonCast.obstacle(column.type()).filter(_ -> column.asJson()).ifPresent(type -> {
            throw place.because("a column of type " + column.type() + ", of which Athena cannot cast " + type
                    + " to JSON",
                    "Select what can be, such as transform(…, x -> CAST(x AS varchar)), or leave it out.");
        });
        if (byName.putIfAbsent(column.name(), column) != null) {
            throw place.because("a second column named `" + column.name() + "`",
                    "Names are compared without case; add `AS` and another name.");
        }
    }

    private static InvalidQuery missing(Table table, String column) {
        return new InvalidQuery(
                "The table %s has no column `%s`, which the feature group %s promises. Name the columns to export in `columns`, or repair the table."
                        .formatted(table.qualifiedName(), column, table.featureGroupName()));
    }
}
