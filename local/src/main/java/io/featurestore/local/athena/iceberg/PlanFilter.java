package io.featurestore.local.athena.iceberg;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.expressions.And;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.UnboundPredicate;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Parses the filters that DuckDB's plan shows at a scan, such as `((c2 >= '2022') AND (c2 < '2023'))`, to a
/// filter for Iceberg's planning. What Iceberg cannot evaluate is left out, so that the result keeps at least the rows
/// that the filter keeps. Numbers with fractions are left out too, because bounds do not tell of NaN.
final class PlanFilter {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<text>'(?:[^']|'')*')|\"(?<quoted>(?:[^\"]|\"\")+)\""
            + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)|(?<number>-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)"
            + "|(?<sign>::|>=|<=|!=|<>|[<>=(),:]))");
    /// The words of the types that follow `::`.
    private static final String TYPE_WORDS = "DATE|TIMESTAMP|WITH|TIME|ZONE|VARCHAR|BIGINT|INTEGER|BOOLEAN|DOUBLE";

    /// A token, whose kind is the name of the group that it matched.
    private record Token(String kind, String value) {
        boolean is(String text) {
            return !kind.equals("text") && !kind.equals("quoted") && value.equalsIgnoreCase(text);
        }
    }

    /// Says that a filter has a form that is not known here.
    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final List<Token> tokens;
    private final Function<String, Optional<Types.NestedField>> columns;
    private final Set<String> limited;
    private int at;

    private PlanFilter(List<Token> tokens, Function<String, Optional<Types.NestedField>> columns, Set<String> limited) {
        this.tokens = tokens;
        this.columns = columns;
        this.limited = limited;
    }

    /// Returns the conjunction of filters.
    ///
    /// @param columns returns the column that a name of the plan stands for
    static Expression of(List<String> filters, Function<String, Optional<Types.NestedField>> columns) {
        Set<String> limited = new HashSet<>();
        collectLimited(conjunction(filters, columns, limited), limited);
        return conjunction(filters, columns, limited);
    }

    private static Expression conjunction(
            List<String> filters, Function<String, Optional<Types.NestedField>> columns, Set<String> limited) {
        Expression all = Expressions.alwaysTrue();
        for (String filter : filters) {
            Optional<Expression> parsed = parse(filter, columns, limited);
            if (parsed.isPresent()) {
                all = Expressions.and(all, parsed.get());
            }
        }
        return all;
    }

    /// Collects the columns whose NaN a conjunction excludes.
    private static void collectLimited(Expression expression, Set<String> limited) {
        switch (expression) {
            case And and -> {
                collectLimited(and.left(), limited);
                collectLimited(and.right(), limited);
            }
            case UnboundPredicate<?> predicate
            when predicate.op() == Expression.Operation.NOT_NAN || hasNoNaN(predicate.op()) ->
                limited.add(predicate.ref().name());
            default -> {
                // Another expression says nothing about NaN.
            }
        }
    }

    /// Returns whether NaN never fulfils a comparison with a number.
    private static boolean hasNoNaN(Expression.Operation operation) {
        return operation == Expression.Operation.LT
                || operation == Expression.Operation.LT_EQ
                || operation == Expression.Operation.EQ;
    }

    private static Optional<Expression> parse(
            String filter, Function<String, Optional<Types.NestedField>> columns, Set<String> limited) {
        try {
            PlanFilter parser = new PlanFilter(tokens(filter), columns, limited);
            Optional<Expression> parsed = parser.expression();
            return parsed.filter(expression -> parser.at == parser.tokens.size());
        } catch (Unknown e) {
            // A filter less keeps more files, which is right too.
            return Optional.empty();
        }
    }

    private static List<Token> tokens(String filter) throws Unknown {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(filter.strip());
        int position = 0;
        while (position < matcher.regionEnd()
                && matcher.region(position, matcher.regionEnd()).lookingAt()) {
            tokens.add(token(matcher));
            position = matcher.end();
        }
        if (position < matcher.regionEnd()) {
            throw new Unknown();
        }
        return tokens;
    }

    private static Token token(Matcher matcher) throws Unknown {
        for (String kind : List.of("text", "quoted", "word", "number", "sign")) {
            String value = matcher.group(kind);
            if (value != null) {
                return switch (kind) {
                    case "text" ->
                        new Token(kind, value.substring(1, value.length() - 1).replace("''", "'"));
                    case "quoted" -> new Token(kind, value.replace("\"\"", "\""));
                    default -> new Token(kind, value);
                };
            }
        }
        throw new Unknown();
    }

    /// Parses an operand in parentheses, a negation or a test of one column.
    private Optional<Expression> expression() throws Unknown {
        if (next("NOT")) {
            // The negation of a filter that lost a part would keep too little.
            if (next("isnan")) {
                return notNaN();
            }
            Types.NestedField column = column();
            return column.type().typeId() == Type.TypeID.BOOLEAN
                    ? Optional.of(Expressions.equal(column.name(), false))
                    : Optional.empty();
        }
        if (!next("(")) {
            return test();
        }
        Optional<Expression> all = expression();
        while (!next(")")) {
            if (next("AND")) {
                Optional<Expression> right = expression();
                Optional<Expression> left = all;
                all = left.isEmpty()
                        ? right
                        : Optional.of(
                                right.map(r -> Expressions.and(left.get(), r)).orElse(left.get()));
            } else if (next("OR")) {
                Optional<Expression> right = expression();
                all = all.flatMap(left -> right.map(r -> Expressions.or(left, r)));
            } else {
                throw new Unknown();
            }
        }
        return all;
    }

    private Optional<Expression> notNaN() throws Unknown {
        need("(");
        Types.NestedField column = column();
        need(")");
        return column.type().typeId() == Type.TypeID.DOUBLE
                ? Optional.of(Expressions.notNaN(column.name()))
                : Optional.empty();
    }

    private Optional<Expression> test() throws Unknown {
        Types.NestedField column = column();
        String name = column.name();
        if (next("IS")) {
            boolean not = next("NOT");
            need("NULL");
            return Optional.of(not ? Expressions.notNull(name) : Expressions.isNull(name));
        }
        if (next("IN")) {
            return in(column);
        }
        Token sign = at < tokens.size() ? tokens.get(at) : new Token("sign", ")");
        Expression.Operation operation = operation(sign);
        if (operation == Expression.Operation.TRUE) {
            return column.type().typeId() == Type.TypeID.BOOLEAN
                    ? Optional.of(Expressions.equal(name, true))
                    : Optional.empty();
        }
        at++;
        Optional<Object> value = literal(column);
        return column.type().typeId() == Type.TypeID.DOUBLE && !hasNoNaN(operation) && !limited.contains(name)
                ? Optional.empty()
                : value.map(v -> Expressions.predicate(operation, name, v));
    }

    private static Expression.Operation operation(Token sign) {
        return switch (sign.kind().equals("sign") ? sign.value() : "") {
            case ">" -> Expression.Operation.GT;
            case ">=" -> Expression.Operation.GT_EQ;
            case "<" -> Expression.Operation.LT;
            case "<=" -> Expression.Operation.LT_EQ;
            case "=" -> Expression.Operation.EQ;
            case "!=", "<>" -> Expression.Operation.NOT_EQ;
            default -> Expression.Operation.TRUE;
        };
    }

    private Optional<Expression> in(Types.NestedField column) throws Unknown {
        List<Object> values = new ArrayList<>();
        boolean complete = true;
        need("(");
        do {
            Optional<Object> value = literal(column);
            complete &= value.isPresent();
            value.ifPresent(values::add);
        } while (next(","));
        need(")");
        return complete ? Optional.of(Expressions.in(column.name(), values)) : Optional.empty();
    }

    private Types.NestedField column() throws Unknown {
        Token token = take();
        if (!token.kind().equals("word") && !token.kind().equals("quoted")) {
            throw new Unknown();
        }
        return columns.apply(token.value()).orElseThrow(Unknown::new);
    }

    /// Returns the value of a literal for Iceberg; empty for a type whose values are not compared here.
    private Optional<Object> literal(Types.NestedField column) throws Unknown {
        Token token = take();
        while (next("::")) {
            while (at < tokens.size()
                    && tokens.get(at).value().toUpperCase(Locale.ROOT).matches(TYPE_WORDS)) {
                at++;
            }
        }
        return switch (column.type().typeId()) {
            case STRING, DATE -> token.kind().equals("text") ? Optional.of(token.value()) : Optional.empty();
            case INTEGER, LONG ->
                token.kind().equals("number") && token.value().matches("-?\\d{1,18}")
                        ? Optional.of(Long.valueOf(token.value()))
                        : Optional.empty();
            case DOUBLE ->
                token.kind().equals("number") ? Optional.of(Double.valueOf(token.value())) : Optional.empty();
            case TIMESTAMP -> micros(token);
            case BOOLEAN ->
                token.kind().equals("word") ? Optional.of(Boolean.valueOf(token.value())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// Returns the microseconds of a time such as `2022-11-01 00:00:00.5+00` or without a zone.
    private static Optional<Object> micros(Token token) {
        String text = token.value().replace(' ', 'T').replaceFirst("[+]00$", "");
        try {
            OffsetDateTime time = LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
            return Optional.of(ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), time));
        } catch (DateTimeException e) {
            // Infinity, or a year before Christ.
            return Optional.empty();
        }
    }

    private boolean next(String text) {
        if (at < tokens.size() && tokens.get(at).is(text)) {
            at++;
            return true;
        }
        return false;
    }

    private void need(String text) throws Unknown {
        if (!next(text)) {
            throw new Unknown();
        }
    }

    private Token take() throws Unknown {
        if (at == tokens.size()) {
            throw new Unknown();
        }
        return tokens.get(at++);
    }
}
