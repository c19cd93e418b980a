package io.featurestore.local.athena.sql;

import io.trino.sql.tree.Node;
import io.trino.sql.tree.NodeLocation;
import java.util.Optional;

/// Reports why a query ends FAILED, in Athena's form: `<CODE>: line <l>:<c>: <text>`.
public final class QueryFailure extends Exception {
    /// The categories of errors with Athena's numbers.
    public enum Category {
        SYSTEM(1),
        USER(2);

        private final int number;

        Category(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    private final Category category;
    private final int type;
    private final boolean retryable;

    private QueryFailure(Category category, int type, boolean retryable, String message) {
        super(message);
        this.category = category;
        this.type = type;
        this.retryable = retryable;
    }

    /// Creates a failure for an error in the query or its data. A retry does not help.
    public static QueryFailure user(String code, String text) {
        return new QueryFailure(Category.USER, ErrorTypes.of(code), false, code + ": " + text);
    }

    /// Creates a failure for an error at a place in the query.
    public static QueryFailure at(String code, Optional<NodeLocation> place, String text) {
        String line = place.map(p -> "line " + p.getLineNumber() + ":" + p.getColumnNumber() + ": ")
                .orElse("");
        return user(code, line + text);
    }

    /// Creates a failure for an error at a node of the query.
    public static QueryFailure at(String code, Node node, String text) {
        return at(code, node.getLocation(), text);
    }

    /// Creates a failure whose message does not begin with a code.
    public static QueryFailure plain(String code, String message) {
        return new QueryFailure(Category.USER, ErrorTypes.of(code), false, message);
    }

    /// Creates a failure of the service itself.
    public static QueryFailure system(String message, boolean retryable) {
        return new QueryFailure(Category.SYSTEM, ErrorTypes.INTERNAL, retryable, message);
    }

    public Category category() {
        return category;
    }

    public int type() {
        return type;
    }

    public boolean retryable() {
        return retryable;
    }

    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
