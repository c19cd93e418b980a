package io.featurestore.export.query;

import java.util.Locale;

import io.trino.sql.tree.Identifier;

/** How names are written in the SQL: always quoted, so reserved words and hyphens are names like any other. */
final class Identifiers {
    private Identifiers() {}

    /** Returns the name in double quotes. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns a name of the syntax tree that prints quoted. */
    static Identifier identifier(String name) {
        return new Identifier(name, true);
    }

    /** Returns the name as the engine compares it: it does not tell cases apart. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
