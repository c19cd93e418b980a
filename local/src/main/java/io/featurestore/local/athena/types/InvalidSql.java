package io.featurestore.local.athena.types;

import io.trino.sql.tree.Node;
import io.trino.sql.tree.NodeLocation;
import java.util.Optional;

/// Reports that Trino refuses a query, with the name of its error and its text.
public final class InvalidSql extends RuntimeException {
    private final String code;
    private final transient Optional<NodeLocation> place;

    private InvalidSql(String code, Optional<NodeLocation> place, String text) {
        super(text);
        this.code = code;
        this.place = place;
    }

    static InvalidSql at(Node node, String code, String text) {
        return new InvalidSql(code, node.getLocation(), text);
    }

    static InvalidSql mismatch(Node node, String text) {
        return at(node, "TYPE_MISMATCH", text);
    }

    static InvalidSql nowhere(String code, String text) {
        return new InvalidSql(code, Optional.empty(), text);
    }

    public String code() {
        return code;
    }

    public Optional<NodeLocation> place() {
        return place;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
