package io.featurestore.sql.syntax;

import io.trino.sql.tree.Identifier;
import java.util.Locale;

/// Writes names in SQL. Names are always quoted, so reserved words and hyphens need no special case.
public final class Identifiers {
    private Identifiers() {}

    /// Returns the name in double quotes.
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Returns a node of the syntax tree for a quoted name.
    public static Identifier identifier(String name) {
        return new Identifier(name, true);
    }

    /// Returns the name in lower case, since the engine ignores case.
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
