package io.featurestore.local.athena.duck;

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
            "INT8",
            "tinyint",
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
                    "Could not convert string '~([A-Z_]+): (.*)' to INT64",
                    (m, e) -> QueryFailure.user(m.group(1), m.group(2))),
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
                    "Could not convert string \"(.*)\" to (DECIMAL\\(\\d+),(\\d+\\))",
                    (m, e) -> QueryFailure.user(
                            "INVALID_CAST_ARGUMENT",
                            "Cannot cast VARCHAR '" + m.group(1) + "' to " + m.group(2) + ", " + m.group(3)
                                    + (m.group(1).matches("[+-]?[\\d.]+")
                                            ? ". Value too large."
                                            : ". Value is not a number."))),
            Rule.of(
                    "Could not convert string '(.*)' to (\\w+)",
                    (m, e) -> QueryFailure.user(
                            "INVALID_CAST_ARGUMENT",
                            "Cannot cast '" + m.group(1) + "' to "
                                    + type(m.group(2)).toUpperCase(Locale.ROOT))),
            Rule.of(
                    "Type (DOUBLE|FLOAT) with value (\\S+) can't be cast .*destination type (\\w+)",
                    (m, e) -> QueryFailure.user(
                            "INVALID_CAST_ARGUMENT",
                            "Unable to cast " + number(m.group(2)) + " to " + type(m.group(3)))),
            Rule.of(
                    "Type \\w+ with value (\\S+) can't be cast .*destination type (\\w+)",
                    (m, e) -> QueryFailure.user(
                            "NUMERIC_VALUE_OUT_OF_RANGE", "Out of range for " + type(m.group(2)) + ": " + m.group(1))),
            Rule.of(
                    "Casting value \"(.*)\" to type (DECIMAL\\(\\d+),(\\d+\\)) failed",
                    (m, e) -> QueryFailure.user(
                            "INVALID_CAST_ARGUMENT",
                            "Cannot cast '" + m.group(1) + "' to " + m.group(2) + ", " + m.group(3))),
            Rule.of(
                    "Overflow in (addition|subtraction|multiplication) of (\\w+) \\((.*)\\)!",
                    (m, e) -> QueryFailure.user(
                            "NUMERIC_VALUE_OUT_OF_RANGE",
                            type(m.group(2)) + " " + m.group(1) + " overflow: " + m.group(3))),
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
                    "Could not parse string \"(.*?)\" according to format specifier",
                    (m, e) -> QueryFailure.user("INVALID_FUNCTION_ARGUMENT", "Invalid format: \"" + m.group(1) + "\"")),
            Rule.of(
                    "^Invalid Input Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("INVALID_FUNCTION_ARGUMENT", m.group(1))),
            Rule.of(
                    "^(?:Binder|Catalog|Parser) Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("SYNTAX_ERROR", m.group(1))),
            Rule.of(
                    "^(?:Not implemented|Permission) Error: (.*?)(?:\\n|$)",
                    (m, e) -> QueryFailure.user("NOT_SUPPORTED", m.group(1))));

    private final Translation translation;

    private DuckErrors(Translation translation) {
        this.translation = translation;
    }

    /// Translates an error of a translated query.
    public static QueryFailure translate(SQLException error, Translation translation) {
        String message = Optional.ofNullable(error.getMessage()).orElse("no message");
        DuckErrors errors = new DuckErrors(translation);
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

    private static String number(String text) {
        return switch (text) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> String.valueOf(Double.parseDouble(text));
        };
    }

    private static String type(String text) {
        return TYPE.matcher(text)
                .replaceAll(m -> TYPES.getOrDefault(m.group(), m.group().toLowerCase(Locale.ROOT)));
    }
}
