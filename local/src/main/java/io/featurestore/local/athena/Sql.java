package io.featurestore.local.athena;

/** Quotes what goes into DuckDB's SQL. */
final class Sql {
    private Sql() {}

    /** Returns a quoted identifier. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns a string literal. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
