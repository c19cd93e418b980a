package io.featurestore.sql.syntax;

import io.featurestore.records.text.Spelling;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.Statement;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Parses the SQL texts of callers. Only the syntax tree is used afterwards; SQL is printed from the tree, never
/// copied from the text.
public final class SqlTextParser {
    /// The longest statement that Athena accepts, in bytes (StartQueryExecution, `QueryString`).
    public static final int MOST_BYTES = 262_144;

    /// A limit is needed because the parser's time and memory grow without bound with the depth of brackets.
    private static final int DEEPEST_BRACKETS = 100;

    private static final SqlParser PARSER = new SqlParser();
    private static final String SELECT = "SELECT ";
    private static final String ORDER_BY = "SELECT 1 ORDER BY ";
    private static final int REASON = 240;

    private SqlTextParser() {}

    /// Parses a text that is one expression.
    public static Expression expression(RequestText source) {
        return parse(source, "", PARSER::createExpression);
    }

    /// Parses a text that is one select item.
    public static SingleColumn column(RequestText source) {
        Statement statement = parse(source, SELECT, PARSER::createStatement);
        QuerySpecification query = specification(source, statement);
        if (query.getOrderBy().isPresent() || query.getSelect().isDistinct()) {
            throw source.refused("more than a column", "Write one column name, or an expression AS name.");
        }
        if (query.getSelect().getSelectItems().size() > 1) {
            throw source.refused("more than one column", "Give each column an entry of its own.");
        }
        if (!(query.getSelect().getSelectItems().getFirst() instanceof SingleColumn column)) {
            throw source.refused("`*`", "Leave `columns` out to export every feature.");
        }
        return column;
    }

    /// Parses a text that is one sort item.
    public static SortItem sortItem(RequestText source) {
        Statement statement = parse(source, ORDER_BY, PARSER::createStatement);
        OrderBy order = specification(source, statement)
                .getOrderBy()
                .orElseThrow(() -> source.refused("no sort item", "Write a column, and ASC or DESC."));
        if (order.getSortItems().size() > 1) {
            throw source.refused("more than one sort item", "Give each an entry of its own.");
        }
        return order.getSortItems().getFirst();
    }

    /// Returns whether the text is exactly one query.
    public static boolean isStatement(String sql) {
        try {
            return PARSER.createStatement(sql) instanceof io.trino.sql.tree.Query;
        } catch (ParsingException e) {
            return false;
        }
    }

    /// Returns the length of a text in UTF-8 bytes.
    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static QuerySpecification specification(RequestText source, Statement statement) {
        if (statement instanceof io.trino.sql.tree.Query query
                && query.getWith().isEmpty()
                && query.getFunctions().isEmpty()
                && query.getSessionProperties().isEmpty()
                && query.getOrderBy().isEmpty()
                && query.getLimit().isEmpty()
                && query.getOffset().isEmpty()
                && query.getQueryBody() instanceof QuerySpecification body
                && body.getFrom().isEmpty()
                && body.getWhere().isEmpty()
                && body.getGroupBy().isEmpty()
                && body.getHaving().isEmpty()
                && body.getWindows().isEmpty()
                && body.getLimit().isEmpty()
                && body.getOffset().isEmpty()) {
            return body;
        }
        throw source.refused(
                "another clause or query",
                "Write an expression only; the other parts of a query have fields of their own.");
    }

    private static <T> T parse(RequestText source, String prefix, Function<String, T> parser) {
        if (bytes(source.text()) > MOST_BYTES) {
            throw source.refused("a text longer than Athena's " + MOST_BYTES + " bytes", "Shorten it.");
        }
        checkTokens(source);
        try {
            return parser.apply(prefix + source.text());
        } catch (ParsingException e) {
            int column = e.getColumnNumber() - (e.getLineNumber() == 1 ? prefix.length() : 0);
            throw source.refused(
                    "a syntax error at " + e.getLineNumber() + ":" + Math.max(1, column) + " ("
                            + Spelling.shorten(message(e), REASON) + ")",
                    "Correct it; the dialect is that of Athena (Trino).");
        }
    }

    private static String message(ParsingException e) {
        return e.getErrorMessage().replace("'<EOF>'", "the end").replace("<EOF>", "the end");
    }

    /// Refuses comments and deep brackets outside of string literals and quoted names.
    private static void checkTokens(RequestText source) {
        String text = source.text();
        char quote = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                // A doubled quote closes the literal and opens it again.
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (text.startsWith("--", i) || text.startsWith("/*", i)) {
                throw source.refused("a comment (`--` or `/*`)", "Leave comments out.");
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            }
            if (depth > DEEPEST_BRACKETS) {
                throw source.refused("brackets nested more than " + DEEPEST_BRACKETS + " levels", "Flatten it.");
            }
        }
    }
}
