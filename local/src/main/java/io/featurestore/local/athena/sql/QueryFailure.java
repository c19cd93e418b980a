package io.featurestore.local.athena.sql;

import java.util.Optional;

import io.trino.sql.tree.Node;
import io.trino.sql.tree.NodeLocation;

/** Why a query ends FAILED, told as Athena tells it: {@code <CODE>: line <l>:<c>: <text>}. */
public final class QueryFailure extends Exception {
    /** Who is to blame, with Athena's number. */
    public enum Category {
        SYSTEM(1), USER(2);

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

    /** A mistake in the query or its data: sending it again does not help. */
    public static QueryFailure user(String code, String text) {
        return new QueryFailure(Category.USER, ErrorTypes.of(code), false, code + ": " + text);
    }

    /** A mistake at a place of the query. */
    public static QueryFailure at(String code, Optional<NodeLocation> place, String text) {
        String line = place.map(p -> "line " + p.getLineNumber() + ":" + p.getColumnNumber() + ": ").orElse("");
        return user(code, line + text);
    }

    static QueryFailure at(String code, Node node, String text) {
        return at(code, node.getLocation(), text);
    }

    /** What Athena says without a code of its own in front. */
    public static QueryFailure plain(String code, String message) {
        return new QueryFailure(Category.USER, ErrorTypes.of(code), false, message);
    }

    /** A fault of this service. */
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
