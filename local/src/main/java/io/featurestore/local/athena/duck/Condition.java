package io.featurestore.local.athena.duck;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition that a plan of DuckDB shows, such as `((c5 >= 1.0) AND (c5 <= 2.0))`.
///
/// @param sql the text
/// @param columns the columns that it names, without fields
/// @param comparisons comparisons that follow from it; there may be others that are not understood
public record Condition(String sql, Set<String> columns, List<Comparison> comparisons) {
    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|\\b(c\\d+)\\b");
    private static final Pattern COMPARISON = Pattern.compile("(c\\d+) (=|<|>|<=|>=) (.+)", Pattern.DOTALL);
    private static final Pattern IN = Pattern.compile("(c\\d+) IN \\((.+)\\)", Pattern.DOTALL);
    private static final Pattern TRUTH = Pattern.compile("(NOT )?(c\\d+)");
    private static final Pattern LITERAL =
            Pattern.compile("('(?:[^']|'')*'|-?\\d[\\d.eE+-]*)(?:::([A-Z ]+)(?:\\([\\d, ]+\\))?)?", Pattern.DOTALL);

    /// A comparison of a column with literals.
    ///
    /// @param operator `=`, `<`, `>`, `<=` or `>=`
    /// @param literals the literals, one of which must fulfil it; only `=` has more than one
    public record Comparison(String column, String operator, List<Literal> literals) {}

    /// A literal.
    ///
    /// @param text its text
    /// @param number its number: days since 1970 for a date, microseconds since 1970 for a time, 1 for true; empty
    ///     for a text
    public record Literal(String text, Optional<BigDecimal> number) {
        private static Optional<Literal> of(String sql) {
            Matcher literal = LITERAL.matcher(sql);
            if (!literal.matches()) {
                return Optional.empty();
            }
            String token = literal.group(1);
            boolean quoted = token.startsWith("'");
            String text = quoted ? token.substring(1, token.length() - 1).replace("''", "'") : token;
            String type = literal.group(2) == null ? "" : literal.group(2).strip();
            try {
                return switch (type) {
                    case "DATE" ->
                        Optional.of(new Literal(
                                text,
                                Optional.of(
                                        BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()))));
                    case "TIMESTAMP" -> Optional.of(new Literal(text, Optional.of(micros(text))));
                    case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "BLOB" -> Optional.empty();
                    default ->
                        Optional.of(new Literal(
                                text,
                                quoted && (type.isEmpty() || type.equals("VARCHAR"))
                                        ? Optional.empty()
                                        : Optional.of(new BigDecimal(text))));
                };
            } catch (DateTimeException | NumberFormatException e) {
                // A date before the year 0 or infinity: nothing is concluded from it.
                return Optional.empty();
            }
        }

        private static BigDecimal micros(String text) {
            LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
            return BigDecimal.valueOf(
                    ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time));
        }
    }

    static Condition of(String sql) {
        Set<String> columns = new TreeSet<>();
        Matcher token = TOKEN.matcher(sql);
        while (token.find()) {
            if (token.group(1) != null) {
                columns.add(token.group(1));
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        collect(sql, comparisons);
        return new Condition(sql, Set.copyOf(columns), List.copyOf(comparisons));
    }

    private static void collect(String sql, List<Comparison> comparisons) {
        String inner = withoutParentheses(sql);
        List<String> parts = split(inner, " AND ");
        if (parts.size() > 1) {
            parts.forEach(part -> collect(part, comparisons));
            return;
        }
        comparison(inner).or(() -> choice(inner)).ifPresent(comparisons::add);
    }

    private static Optional<Comparison> comparison(String sql) {
        Matcher comparison = COMPARISON.matcher(sql);
        if (comparison.matches()) {
            return Literal.of(comparison.group(3))
                    .map(literal -> new Comparison(comparison.group(1), comparison.group(2), List.of(literal)));
        }
        Matcher in = IN.matcher(sql);
        if (in.matches()) {
            List<Literal> literals = new ArrayList<>();
            for (String part : split(in.group(2), ", ")) {
                Literal.of(part).ifPresent(literals::add);
            }
            return literals.size() == split(in.group(2), ", ").size()
                    ? Optional.of(new Comparison(in.group(1), "=", List.copyOf(literals)))
                    : Optional.empty();
        }
        Matcher truth = TRUTH.matcher(sql);
        if (truth.matches()) {
            BigDecimal value = truth.group(1) == null ? BigDecimal.ONE : BigDecimal.ZERO;
            return Optional.of(new Comparison(truth.group(2), "=", List.of(new Literal(sql, Optional.of(value)))));
        }
        return Optional.empty();
    }

    /// Reads `(c = 1) OR (c = 2)`, which is how DuckDB shows a short IN.
    private static Optional<Comparison> choice(String sql) {
        List<Literal> literals = new ArrayList<>();
        Set<String> columns = new TreeSet<>();
        for (String part : split(sql, " OR ")) {
            Optional<Comparison> one = comparison(withoutParentheses(part))
                    .filter(c -> c.operator().equals("="));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            columns.add(one.get().column());
            literals.addAll(one.get().literals());
        }
        return columns.size() == 1
                ? Optional.of(new Comparison(columns.iterator().next(), "=", List.copyOf(literals)))
                : Optional.empty();
    }

    private static String withoutParentheses(String sql) {
        String inner = sql.strip();
        while (inner.startsWith("(") && closing(inner) == inner.length() - 1) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        return inner;
    }

    /// Returns the position of the parenthesis that closes the first one.
    private static int closing(String sql) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    /// Splits a text at a separator outside parentheses and string literals.
    private static List<String> split(String sql, String separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0 && sql.startsWith(separator, i)) {
                    parts.add(sql.substring(start, i));
                    start = i + separator.length();
                }
            }
        }
        parts.add(sql.substring(start));
        return parts;
    }
}
