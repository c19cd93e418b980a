package io.featurestore.sql.syntax;

import java.util.Locale;

import io.trino.sql.tree.Identifier;

/** How names are written in the SQL: always quoted, so reserved words and hyphens are names like any other. */
public final class Identifiers {
    private Identifiers() {}

    /** Returns the name in double quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns a name of the syntax tree that prints quoted. */
    public static Identifier identifier(String name) {
        return new Identifier(name, true);
    }

    /** Returns the name as the engine compares it: it does not tell cases apart. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
