package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.sql.ExpressionPrinter;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Translation;
import io.trino.sql.tree.NodeLocation;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Translates DuckDB's errors to Athena's.
public final class DuckErrors {
    private static final Pattern TYPE = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");
    private static final Map<String, String> TYPES = Map.of(
            "INTEGER_LITERAL",
            "integer",
            "STRING_LITERAL",
            "varchar",
            "INT16",
            "smallint",
            "INT32",
            "integer",
            "INT64",
            "bigint",
            "FLOAT",
            "real",
            "BLOB",
            "varbinary");

    /// A pattern of DuckDB's messages and the failure for it.
    private record Rule(Pattern pattern, BiFunction<MatchResult, DuckErrors, QueryFailure> failure) {
        static Rule of(String pattern, BiFunction<MatchResult, DuckErrors, QueryFailure> failure) {
            return new Rule(Pattern.compile(pattern, Pattern.DOTALL), failure);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of(
                    "Referenced column \"(.+?)\"(?: not found|.*?was not found)",
                    (m, e) -> e.at("COLUMN_NOT_FOUND", m.group(1), "Column '" + m.group(1) + "' cannot be resolved")),
            Rule.of(
                    "(?:does not have a column named|Could not find key) \"(.+?)\"",
                    (m, e) -> e.at("COLUMN_NOT_FOUND", m.group(1), "Column '" + m.group(1) + "' cannot be resolved")),
            Rule.of("Referenced table \"(.+?)\" not found", (m, e) -> e.noTable(m.group(1))),
            Rule.of(
                    "Ambiguous reference to column name \"(.+?)\"",
                    (m, e) -> e.at("AMBIGUOUS_NAME", m.group(1), "Column '" + m.group(1) + "' is ambiguous")),
            Rule.of(
                    "column \"(.+?)\" must appear in the GROUP BY",
                    (m, e) -> e.at(
                            "EXPRESSION_NOT_AGGREGATE",
                            m.group(1),
                            "'" + m.group(1) + "' must be an aggregate expression or appear in GROUP BY clause")),
            Rule.of(
                    "Cannot compare values of type (.+?) and type (.+?) - ",
                    (m, e) -> e.incomparable(m.group(1), m.group(2))),
            Rule.of(
                    "Cannot mix values of type (.+?) and (.+?) in BETWEEN",
                    (m, e) -> QueryFailure.user(
                            "TYPE_MISMATCH",
                            "Cannot check if " + type(m.group(1)) + " is BETWEEN " + type(m.group(2)))),
            Rule.of(
                    "Column \"(.+?)\" referenced that exists in the SELECT clause",
                    (m, e) -> e.at("COLUMN_NOT_FOUND", m.group(1), "Column '" + m.group(1) + "' cannot be resolved")),
            Rule.of(
                    "(?:function matches the given name and argument types|for the function call) ['\"](\\W+)\\((.*?)\\)['\"]",
                    (m, e) -> QueryFailure.user(
                            "TYPE_MISMATCH",
                            "Cannot apply operator: " + type(m.group(2)).replace(", ", " " + m.group(1) + " "))),
            Rule.of(
                    "(?:function matches the given name and argument types|for the function call) ['\"](\\w+)\\((.*?)\\)['\"]",
                    (m, e) -> e.at(
                            "TYPE_MISMATCH",
                            m.group(1),
                            "Unexpected parameters (" + type(m.group(2)) + ") for function " + m.group(1))),
            Rule.of(
                    "Unimplemented type for cast \\((.+) -> (.+?)\\)",
                    (m, e) -> QueryFailure.user(
                            "TYPE_MISMATCH", "Cannot cast " + type(m.group(1)) + " to " + type(m.group(2)))),
            Rule.of(
                    "Could not convert string '(.*)' to (\\w+)",
                    (m, e) -> QueryFailure.user(
                            "INVALID_CAST_ARGUMENT",
                            "Cannot cast '" + m.group(1) + "' to "
                                    + type(m.group(2)).toUpperCase(Locale.ROOT))),
            Rule.of(
                    "^Conversion Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("INVALID_CAST_ARGUMENT", type(m.group(1)))),
            Rule.of("Division by zero", (m, e) -> QueryFailure.user("DIVISION_BY_ZERO", "Division by zero")),
            Rule.of(
                    "^Out of Range Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("NUMERIC_VALUE_OUT_OF_RANGE", type(m.group(1)))),
            Rule.of(
                    "More than one row returned by a subquery",
                    (m, e) ->
                            QueryFailure.user("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows")),
            Rule.of(
                    "^Out of Memory Error",
                    (m, e) -> QueryFailure.plain(
                            "EXCEEDED_LOCAL_MEMORY_LIMIT", "Query exhausted resources at this scale factor")),
            Rule.of(
                    "^(?:IO|Serialization) Error: (.*?)(?:\\n|$)|^Invalid Input Error: ([^\\n]*(?i:parquet)[^\\n]*)",
                    (m, e) -> QueryFailure.user(
                            "HIVE_BAD_DATA", Optional.ofNullable(m.group(1)).orElseGet(() -> m.group(2)))),
            Rule.of(
                    "^Invalid Input Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("INVALID_FUNCTION_ARGUMENT", m.group(1))),
            Rule.of(
                    "^(?:Binder|Catalog|Parser) Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("SYNTAX_ERROR", m.group(1))),
            Rule.of(
                    "^(?:Not implemented|Permission) Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("NOT_SUPPORTED", m.group(1))));

    /// Matches the line of the query that DuckDB shows, and the marks below it.
    private static final Pattern MARK = Pattern.compile("LINE \\d+: ([^\n]*)\n( *)(\\^+)");

    private final Translation translation;
    private final String message;

    private DuckErrors(Translation translation, String message) {
        this.translation = translation;
        this.message = message;
    }

    /// Translates an error of a translated query.
    public static QueryFailure translate(SQLException error, Translation translation) {
        String message = Optional.ofNullable(error.getMessage()).orElse("no message");
        DuckErrors errors = new DuckErrors(translation, message);
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(message);
            if (matcher.find()) {
                return rule.failure().apply(matcher.toMatchResult(), errors);
            }
        }
        return QueryFailure.system("GENERIC_INTERNAL_ERROR: " + message, false);
    }

    private QueryFailure at(String code, String name, String text) {
        return QueryFailure.at(code, place(name), text);
    }

    private Optional<NodeLocation> place(String name) {
        return Optional.ofNullable(translation.places().get(name.toLowerCase(Locale.ROOT)));
    }

    /// Names the first column that the query takes from a table that it does not have.
    private QueryFailure noTable(String table) {
        String column = translation.places().keySet().stream()
                .filter(name -> name.startsWith(table.toLowerCase(Locale.ROOT) + "."))
                .min(String::compareTo)
                .orElse(table);
        return at("COLUMN_NOT_FOUND", column, "Column '" + column + "' cannot be resolved");
    }

    /// Finds the comparison that DuckDB marks, if the marked text identifies it.
    private Optional<ExpressionPrinter.Comparison> marked() {
        Matcher mark = MARK.matcher(message);
        if (!mark.find()) {
            return Optional.empty();
        }
        String line = mark.group(1);
        int start = mark.group(2).length() - (mark.start(1) - mark.start());
        int end = Math.min(line.length(), start + mark.group(3).length());
        if (start < 0 || start >= end) {
            return Optional.empty();
        }
        String shown = line.substring(start, end).replace("...", "");
        List<ExpressionPrinter.Comparison> found = translation.comparisons().entrySet().stream()
                .filter(comparison -> comparison.getKey().contains(shown))
                .map(Map.Entry::getValue)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private QueryFailure incomparable(String left, String right) {
        Optional<ExpressionPrinter.Comparison> comparison = marked();
        String operator = comparison.map(ExpressionPrinter.Comparison::operator).orElse("=");
        return QueryFailure.at(
                "TYPE_MISMATCH",
                comparison.flatMap(ExpressionPrinter.Comparison::place),
                "Cannot apply operator: " + type(left) + " " + operator + " " + type(right));
    }

    private static String type(String text) {
        return TYPE.matcher(text)
                .replaceAll(m -> TYPES.getOrDefault(m.group(), m.group().toLowerCase(Locale.ROOT)));
    }
}
