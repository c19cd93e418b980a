package io.featurestore.local.athena.sql;

/// Quotes identifiers and literals for DuckDB's SQL.
public final class Sql {
    private Sql() {}

    /// Returns a quoted identifier.
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Returns a string literal.
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
