package io.featurestore.local.athena.result;

import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.glue.Catalog;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Describes the result of a query as the columns of a table. The errors are those that Trino 476 gives for
/// `CREATE TABLE … AS`.
public final class HiveColumns {
    private HiveColumns() {}

    /// Returns the columns of a query without running it.
    ///
    /// @throws QueryFailure if the result cannot be a table
    public static List<Catalog.Column> of(DuckSession session, String sql) throws SQLException, QueryFailure {
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            ResultSetMetaData meta = statement.getMetaData();
            List<Catalog.Column> columns = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                String name = meta.getColumnName(i).toLowerCase(Locale.ROOT);
                if (name.startsWith(Translation.UNNAMED)) {
                    throw QueryFailure.user(
                            "MISSING_COLUMN_NAME", "line 1:1: Column name not specified at position " + i);
                }
                if (!names.add(name)) {
                    throw QueryFailure.user(
                            "DUPLICATE_COLUMN_NAME", "line 1:1: Column name '" + name + "' specified more than once");
                }
                columns.add(new Catalog.Column(name, new Reader(meta.getColumnTypeName(i), name).whole()));
            }
            return List.copyOf(columns);
        }
    }

    /// Returns a query that selects the columns of another one in the types that [#of] told.
    public static String select(String sql, List<Catalog.Column> columns) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String type = columns.get(i).type();
            // DuckDB sums integers to a wider type than Trino's bigint.
            String value = type.equals("bigint")
                    ? "CAST(c" + i + " AS BIGINT)"
                    : type.equals("timestamp") ? "CAST(c" + i + " AS TIMESTAMP)" : "c" + i;
            names.add("c" + i);
            values.add(value + " AS " + Sql.quote(columns.get(i).name()));
        }
        return "SELECT " + String.join(", ", values) + " FROM (" + sql + ") AS r(" + String.join(", ", names) + ")";
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
                case "NULL", "\"NULL\"" ->
                    throw QueryFailure.user("COLUMN_TYPE_UNKNOWN", "line 1:1: Column type is unknown: " + column);
                case "TIMESTAMP WITH TIME ZONE" -> throw unsupported("timestamp(3) with time zone");
                case "INTERVAL" -> throw unsupported("interval day to second");
                default -> throw unsupported(name.toLowerCase(Locale.ROOT));
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
                throw QueryFailure.user(
                        "NOT_SUPPORTED",
                        "Anonymous row type is not supported in Hive. Please give each field a name: " + column);
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
            return unsupported(type);
        }

        private static QueryFailure unsupported(String name) {
            return QueryFailure.user("NOT_SUPPORTED", "Unsupported Hive type: " + name);
        }
    }
}
