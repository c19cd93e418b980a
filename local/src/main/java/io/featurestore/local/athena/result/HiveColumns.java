package io.featurestore.local.athena.result;

import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.athena.sql.TypePrinter;
import io.featurestore.local.athena.types.Type;
import io.featurestore.local.glue.Catalog;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Describes the result of a query as the columns of a table. The errors and their order are those of Trino
/// 476 for `CREATE TABLE … AS`: the names first, then the digits of times, then the types
/// (`io.trino.plugin.hive.HiveMetadata`, `io.trino.plugin.hive.util.HiveTypeTranslator`). `UNLOAD` refuses
/// the same columns: github.com/aws/aws-sdk-pandas/issues/2252.
///
/// @param catalog the columns in the types of the data catalog
/// @param types the types in which DuckDB selects the columns
public record HiveColumns(List<Catalog.Column> catalog, List<String> types) {
    /// The digits after the second that Athena's Hive connector writes. Another number is refused.
    private static final int DIGITS = 3;

    /// Makes the lists unchangeable.
    public HiveColumns {
        catalog = List.copyOf(catalog);
        types = List.copyOf(types);
    }

    /// Returns the columns of a query without running it.
    ///
    /// @throws QueryFailure if the result cannot be a table
    public static HiveColumns of(DuckSession session, Translation translation) throws SQLException, QueryFailure {
        try (PreparedStatement statement = session.connection().prepareStatement(translation.sql())) {
            ResultSetMetaData meta = statement.getMetaData();
            int count = meta.getColumnCount();
            List<Type> trino = count == translation.types().size()
                    ? translation.types()
                    : Collections.nCopies(count, Type.UNTYPED);
            List<String> names = names(meta, trino);
            for (int i = 0; i < count; i++) {
                checkDigits(trino.get(i), names.get(i));
            }
            List<Catalog.Column> catalog = new ArrayList<>();
            List<String> types = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Type type = trino.get(i);
                String duck = meta.getColumnTypeName(i + 1);
                String hive = type.isUntyped() ? new Reader(duck, names.get(i)).whole() : hive(type);
                catalog.add(new Catalog.Column(names.get(i), hive));
                types.add(
                        type.isUntyped()
                                ? selected(hive, duck)
                                : TypePrinter.print(type).orElse(duck));
            }
            return new HiveColumns(catalog, types);
        }
    }

    private static List<String> names(ResultSetMetaData meta, List<Type> trino) throws SQLException, QueryFailure {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i <= trino.size(); i++) {
            String name = meta.getColumnName(i).toLowerCase(Locale.ROOT);
            if (name.startsWith(Translation.UNNAMED)) {
                throw QueryFailure.user("MISSING_COLUMN_NAME", "line 1:1: Column name not specified at position " + i);
            }
            if (!seen.add(name)) {
                throw QueryFailure.user(
                        "DUPLICATE_COLUMN_NAME", "line 1:1: Column name '" + name + "' specified more than once");
            }
            if (trino.get(i - 1).equals(Type.UNKNOWN)) {
                throw unknown(name);
            }
            names.add(name);
        }
        return names;
    }

    private static void checkDigits(Type type, String column) throws QueryFailure {
        if (type.is("timestamp") && type.number() != DIGITS) {
            throw QueryFailure.user(
                    "NOT_SUPPORTED",
                    "Incorrect timestamp precision for " + type.display()
                            + "; the configured precision is MILLISECONDS; column name: " + column);
        }
        for (Type part : type.arguments()) {
            checkDigits(part, column);
        }
    }

    /// Returns the type of the data catalog.
    private static String hive(Type type) throws QueryFailure {
        return switch (type.base()) {
            case "boolean", "tinyint", "smallint", "bigint", "double", "date", "timestamp" -> type.base();
            case "integer" -> "int";
            case "real" -> "float";
            case "varchar", "char" -> "string";
            case "varbinary" -> "binary";
            case "decimal" -> "decimal(" + type.number() + "," + type.scale() + ")";
            case "array" -> "array<" + hive(type.element()) + ">";
            case "map" ->
                "map<" + hive(type.element()) + "," + hive(type.arguments().getLast()) + ">";
            case "row" -> struct(type);
            default -> throw unsupported(type.display());
        };
    }

    private static String struct(Type row) throws QueryFailure {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.arguments().size(); i++) {
            if (row.names().get(i).isEmpty()) {
                throw anonymous(row.display());
            }
            fields.add(row.names().get(i).get().toLowerCase(Locale.ROOT) + ":"
                    + hive(row.arguments().get(i)));
        }
        return "struct<" + String.join(",", fields) + ">";
    }

    /// Returns the type in which a column whose type in Trino is not known is selected: DuckDB sums integers
    /// to a wider type than Trino's bigint, and has times with other digits.
    private static String selected(String hive, String duck) {
        return switch (hive) {
            case "tinyint", "smallint", "bigint", "timestamp" -> hive.toUpperCase(Locale.ROOT);
            case "int" -> "INTEGER";
            default -> duck;
        };
    }

    /// Returns a query that selects the columns of another one in these types.
    public String select(String sql) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < catalog.size(); i++) {
            names.add("c" + i);
            values.add("CAST(c" + i + " AS " + types.get(i) + ") AS "
                    + Sql.quote(catalog.get(i).name()));
        }
        return "SELECT " + String.join(", ", values) + " FROM (" + sql + ") AS r(" + String.join(", ", names) + ")";
    }

    private static QueryFailure unknown(String column) {
        return QueryFailure.user("COLUMN_TYPE_UNKNOWN", "line 1:1: Column type is unknown: " + column);
    }

    private static QueryFailure unsupported(String type) {
        return QueryFailure.user("NOT_SUPPORTED", "Unsupported Hive type: " + type);
    }

    private static QueryFailure anonymous(String type) {
        return QueryFailure.user(
                "NOT_SUPPORTED", "Anonymous row type is not supported in Hive. Please give each field a name: " + type);
    }

    /// Reads a type of DuckDB from left to right.
    private static final class Reader {
        private final String type;
        private final String column;
        private int at;

        Reader(String type, String column) {
            this.type = type;
            this.column = column;
        }

        String whole() throws QueryFailure {
            String hive = next();
            if (at != type.length()) {
                throw unsupported();
            }
            return hive;
        }

        private String next() throws QueryFailure {
            String hive = single();
            while (type.startsWith("[]", at)) {
                at += 2;
                hive = "array<" + hive + ">";
            }
            return hive;
        }

        private String single() throws QueryFailure {
            if (takes("STRUCT(")) {
                List<String> fields = new ArrayList<>();
                do {
                    String name = name();
                    expect(" ");
                    fields.add(name + ":" + next());
                } while (takes(", "));
                expect(")");
                return "struct<" + String.join(",", fields) + ">";
            }
            if (takes("MAP(")) {
                String key = next();
                expect(", ");
                String value = next();
                expect(")");
                return "map<" + key + "," + value + ">";
            }
            int end = at;
            while (end < type.length() && ",)[".indexOf(type.charAt(end)) < 0) {
                // The parameters of a decimal belong to the name.
                end = type.charAt(end) == '(' ? type.indexOf(')', end) + 1 : end + 1;
            }
            String name = type.substring(at, end).strip();
            at = end;
            return scalar(name);
        }

        private String scalar(String name) throws QueryFailure {
            if (name.startsWith("DECIMAL(")) {
                return name.toLowerCase(Locale.ROOT).replace(" ", "");
            }
            return switch (name) {
                case "VARCHAR" -> "string";
                case "TINYINT" -> "tinyint";
                case "SMALLINT", "UTINYINT" -> "smallint";
                case "INTEGER", "USMALLINT" -> "int";
                case "BIGINT", "UINTEGER", "HUGEINT", "UBIGINT", "UHUGEINT" -> "bigint";
                case "DOUBLE" -> "double";
                case "FLOAT" -> "float";
                case "BOOLEAN" -> "boolean";
                case "DATE" -> "date";
                case "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S" -> "timestamp";
                case "BLOB" -> "binary";
                case "NULL", "\"NULL\"" -> throw HiveColumns.unknown(column);
                case "TIMESTAMP WITH TIME ZONE" -> throw HiveColumns.unsupported("timestamp(3) with time zone");
                case "INTERVAL" -> throw HiveColumns.unsupported("interval day to second");
                default -> throw HiveColumns.unsupported(name.toLowerCase(Locale.ROOT));
            };
        }

        private String name() throws QueryFailure {
            int end = at;
            if (type.startsWith("\"", at)) {
                end = at + 1;
                while (end < type.length() && (type.charAt(end) != '"' || type.startsWith("\"\"", end))) {
                    end += type.charAt(end) == '"' ? 2 : 1;
                }
                String name =
                        type.substring(at + 1, Math.min(end, type.length())).replace("\"\"", "\"");
                at = end + 1;
                return name.toLowerCase(Locale.ROOT);
            }
            while (end < type.length() && type.charAt(end) != ' ') {
                end++;
            }
            String name = type.substring(at, end);
            if (name.matches("element\\d+")) {
                throw anonymous(type);
            }
            at = end;
            return name.toLowerCase(Locale.ROOT);
        }

        private boolean takes(String text) {
            boolean there = type.startsWith(text, at);
            at += there ? text.length() : 0;
            return there;
        }

        private void expect(String text) throws QueryFailure {
            if (!takes(text)) {
                throw unsupported();
            }
        }

        private QueryFailure unsupported() {
            return HiveColumns.unsupported(type);
        }
    }
}
