package io.featurestore.sql.syntax;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.records.text.Spelling;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the columns and partition keys of a table by name, ignoring case.
public final class TableNames {
    /// The column with the time at which a row was written.
    public static final String WRITE_TIME = "write_time";
    /// The column with the time of the put.
    public static final String API_INVOCATION_TIME = "api_invocation_time";
    /// The column that marks a tombstone.
    public static final String IS_DELETED = "is_deleted";

    /// The columns that every offline store adds.
    public static final List<String> SYSTEM_COLUMNS = List.of(WRITE_TIME, API_INVOCATION_TIME, IS_DELETED);

    private static final int LISTED = 20;

    private final Table table;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    /// Indexes the names of a table.
    public TableNames(Table table) {
        this.table = table;
        Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                .forEach(c -> columns.putIfAbsent(Identifiers.folded(c.name()), c));
    }

    /// Returns the column or partition key with the given name.
    public Optional<Column> find(String name) {
        return Optional.ofNullable(columns.get(Identifiers.folded(name)));
    }

    /// Returns a column that the history of records needs.
    ///
    /// @param purpose what needs the column, for the message
    /// @throws InvalidQuery if the table does not have it
    public Column required(String name, String purpose) {
        return table.column(name)
                .orElseThrow(() -> new InvalidQuery(
                        "The table %s has no column `%s`, which %s needs; only `records: all` with `includeDeleted` and neither `asOf` nor `eventTimeRange` can be exported from it."
                                .formatted(table.qualifiedName(), name, purpose)));
    }

    /// Returns a name that no column has: `base`, with underscores appended if needed.
    public String unused(String base) {
        String name = base;
        while (columns.containsKey(name)) {
            name += "_";
        }
        return name;
    }

    /// Returns a column's name as the feature group spells it, or as the catalog does if it is not a feature.
    public String spelled(Column column) {
        return table.feature(column.name()).map(Table.Feature::name).orElse(column.name());
    }

    /// Returns the type of an expression that is a column or a field of a column; empty for any other
    /// expression.
    public Optional<ColumnType> typeOf(Expression expression) {
        return switch (expression) {
            case Identifier i -> find(i.getValue()).map(Column::type);
            case DereferenceExpression d
            when d.getField().isPresent() ->
                typeOf(d.getBase())
                        .filter(ColumnType.Row.class::isInstance)
                        .map(ColumnType.Row.class::cast)
                        .flatMap(r -> field(r, d.getField().get().getValue()).map(ColumnType.Field::type));
            case Cast cast -> parsed(cast.getType().toString()).filter(type -> !type.isNested());
            case FunctionCall call
            when call.getName().toString().equals("count") -> Optional.of(ColumnType.Simple.BIGINT);
            default -> Optional.empty();
        };
    }

    /// Returns a type of Athena; empty for one that columns cannot have.
    private static Optional<ColumnType> parsed(String type) {
        try {
            return Optional.of(ColumnType.parse(type));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<ColumnType.Field> field(ColumnType.Row row, String name) {
        return row.fields().stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Returns advice for a name that no column has: the nearest name, and the names of the columns.
    String remedy(String name) {
        String all = columns.values().stream().limit(LISTED).map(Column::name).collect(Collectors.joining(", "));
        return Spelling.nearest(name, columns.keySet())
                        .map(n -> "Did you mean `" + n + "`? ")
                        .orElse("") + "The table has " + all + (columns.size() > LISTED ? ", …" : "") + ".";
    }
}
