package io.featurestore.sql.syntax;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import io.featurestore.records.text.Spelling;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.Statement;

/** Parses what callers write as SQL. The text goes no further: only its syntax tree does, which is printed anew. */
public final class SqlText {
    /** The longest statement Athena takes, in bytes (StartQueryExecution, {@code QueryString}). */
    public static final int MOST_BYTES = 262_144;

    /** The parser's time and memory grow out of bounds with the depth of brackets. */
    private static final int DEEPEST_BRACKETS = 100;

    private static final SqlParser PARSER = new SqlParser();
    private static final String SELECT = "SELECT ";
    private static final String ORDER_BY = "SELECT 1 ORDER BY ";
    private static final int REASON = 240;

    private SqlText() {}

    /** Returns the one expression the text is. */
    public static Expression expression(Refusal place) {
        return parse(place, "", PARSER::createExpression);
    }

    /** Returns the one select item the text is. */
    public static SingleColumn column(Refusal place) {
        Statement statement = parse(place, SELECT, PARSER::createStatement);
        QuerySpecification query = specification(place, statement);
        if (query.getOrderBy().isPresent() || query.getSelect().isDistinct()) {
            throw place.because("more than a column", "Write one column name, or an expression AS name.");
        }
        if (query.getSelect().getSelectItems().size() > 1) {
            throw place.because("more than one column", "Give each column an entry of its own.");
        }
        if (!(query.getSelect().getSelectItems().getFirst() instanceof SingleColumn column)) {
            throw place.because("`*`", "Leave `columns` out to export every feature.");
        }
        return column;
    }

    /** Returns the one sort item the text is. */
    public static SortItem sortItem(Refusal place) {
        Statement statement = parse(place, ORDER_BY, PARSER::createStatement);
        OrderBy order = specification(place, statement).getOrderBy().orElseThrow(
                () -> place.because("no sort item", "Write a column, and ASC or DESC."));
        if (order.getSortItems().size() > 1) {
            throw place.because("more than one sort item", "Give each an entry of its own.");
        }
        return order.getSortItems().getFirst();
    }

    /** Returns whether the text is one statement. */
    public static boolean isStatement(String sql) {
        try {
            return PARSER.createStatement(sql) instanceof io.trino.sql.tree.Query;
        } catch (ParsingException e) {
            return false;
        }
    }

    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static QuerySpecification specification(Refusal place, Statement statement) {
        if (statement instanceof io.trino.sql.tree.Query query && query.getWith().isEmpty()
                && query.getFunctions().isEmpty() && query.getSessionProperties().isEmpty()
                && query.getOrderBy().isEmpty() && query.getLimit().isEmpty() && query.getOffset().isEmpty()
                && query.getQueryBody() instanceof QuerySpecification body && body.getFrom().isEmpty()
                && body.getWhere().isEmpty() && body.getGroupBy().isEmpty() && body.getHaving().isEmpty()
                && body.getWindows().isEmpty() && body.getLimit().isEmpty() && body.getOffset().isEmpty()) {
            return body;
        }
        throw place.because("another clause or query",
                "Write an expression only; the other parts of a query have fields of their own.");
    }

    private static <T> T parse(Refusal place, String prefix, Function<String, T> parser) {
        if (bytes(place.text()) > MOST_BYTES) {
            throw place.because("a text longer than Athena's " + MOST_BYTES + " bytes", "Shorten it.");
        }
        checkTokens(place);
        try {
            return parser.apply(prefix + place.text());
        } catch (ParsingException e) {
            int column = e.getColumnNumber() - (e.getLineNumber() == 1 ? prefix.length() : 0);
            throw place.because("a syntax error at " + e.getLineNumber() + ":" + Math.max(1, column) + " (" + Spelling
                    .shorten(said(e), REASON) + ")", "Correct it; the dialect is that of Athena (Trino).");
        }
    }

    private static String said(ParsingException e) {
        return e.getErrorMessage().replace("'<EOF>'", "the end").replace("<EOF>", "the end");
    }

    /** Refuses comments and deep brackets outside of string literals and quoted names. */
    private static void checkTokens(Refusal place) {
        String text = place.text();
        char quote = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                // A doubled quote closes and opens again at once.
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (text.startsWith("--", i) || text.startsWith("/*", i)) {
                throw place.because("a comment (`--` or `/*`)", "Leave comments out.");
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            }
            if (depth > DEEPEST_BRACKETS) {
                throw place.because("brackets nested more than " + DEEPEST_BRACKETS + " levels", "Flatten it.");
            }
        }
    }
}
