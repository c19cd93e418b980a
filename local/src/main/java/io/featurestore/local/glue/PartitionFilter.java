package io.featurestore.local.glue;

import io.featurestore.local.http.ServiceException;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.ComparisonPredicate;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.DoubleLiteral;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IsNullPredicate;
import io.trino.sql.tree.LikePredicate;
import io.trino.sql.tree.LogicalExpression;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.NotExpression;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.StringLiteral;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Filters partitions by the `Expression` of GetPartitions
/// (docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html): comparisons of a key with a literal, BETWEEN,
/// IN, LIKE, IS NULL, joined by AND, OR and NOT. Values are compared by the type of the key. The errors are those
/// that moto found (`moto/glue/utils.py`).
final class PartitionFilter {
    private static final SqlParser PARSER = new SqlParser();
    private static final Pattern TYPE = Pattern.compile("(\\w+).*", Pattern.DOTALL);

    private final List<Catalog.Column> keys;
    private final Predicate<List<String>> test;

    private PartitionFilter(String expression, List<Catalog.Column> keys) {
        this.keys = keys;
        try {
            this.test = expression.isBlank() ? _ -> true : test(PARSER.createExpression(expression));
        } catch (ParsingException e) {
            throw GlueInput.invalid("Unsupported expression '" + expression + "'");
        }
    }

    /// Parses an expression. An empty expression keeps all partitions.
    static PartitionFilter parse(String expression, List<Catalog.Column> keys) {
        return new PartitionFilter(expression, keys);
    }

    boolean keeps(List<String> values) {
        return test.test(values);
    }

    private Predicate<List<String>> test(Expression expression) {
        return switch (expression) {
            case LogicalExpression logical -> {
                List<Predicate<List<String>>> terms =
                        logical.getTerms().stream().map(this::test).toList();
                yield logical.getOperator() == LogicalExpression.Operator.AND
                        ? values -> terms.stream().allMatch(term -> term.test(values))
                        : values -> terms.stream().anyMatch(term -> term.test(values));
            }
            case NotExpression not -> test(not.getValue()).negate();
            case Predicated predicated -> test(key(predicated.getValue()), predicated.getPredicate());
            default -> throw GlueInput.invalid("Unsupported expression '" + expression + "'");
        };
    }

    private static Predicate<List<String>> test(Key key, io.trino.sql.tree.Predicate predicate) {
        return switch (predicate) {
            case ComparisonPredicate comparison -> compare(key, comparison);
            case BetweenPredicate between -> {
                Comparable<Object> low = key.literal(between.getMin());
                Comparable<Object> high = key.literal(between.getMax());
                yield values -> between.isNegated()
                        != (low.compareTo(key.value(values)) <= 0 && high.compareTo(key.value(values)) >= 0);
            }
            case InPredicate in
            when in.getValueList() instanceof InListExpression list -> {
                List<Comparable<Object>> all =
                        list.getValues().stream().map(key::literal).toList();
                yield values -> in.isNegated() != all.stream().anyMatch(one -> one.compareTo(key.value(values)) == 0);
            }
            case LikePredicate like when like.getEscape().isEmpty() -> like(key, like);
            case IsNullPredicate isNull ->
                values -> isNull.isNegated() != values.get(key.position()).equals(PartitionNames.NO_VALUE);
            default -> throw GlueInput.invalid("Unsupported expression '" + predicate + "'");
        };
    }

    private static Predicate<List<String>> compare(Key key, ComparisonPredicate comparison) {
        Comparable<Object> literal = key.literal(comparison.getRight());
        return values -> {
            int order = -Integer.signum(literal.compareTo(key.value(values)));
            return switch (comparison.getOperator()) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS_THAN -> order < 0;
                case LESS_THAN_OR_EQUAL -> order <= 0;
                case GREATER_THAN -> order > 0;
                case GREATER_THAN_OR_EQUAL -> order >= 0;
            };
        };
    }

    private static Predicate<List<String>> like(Key key, LikePredicate like) {
        if (!key.isText()) {
            throw GlueInput.invalid("Data type " + key.type() + " doesn't support operation 'LIKE'");
        }
        StringBuilder pattern = new StringBuilder();
        for (char c : text(like.getPattern()).toCharArray()) {
            pattern.append(
                    switch (c) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        Pattern compiled = Pattern.compile(pattern.toString(), Pattern.DOTALL);
        return values ->
                like.isNegated() != compiled.matcher(values.get(key.position())).matches();
    }

    private Key key(Expression expression) {
        String name =
                switch (expression) {
                    case Identifier identifier -> identifier.getValue();
                    case DereferenceExpression field -> field.toString();
                    default -> throw GlueInput.invalid("Invalid partition expression!");
                };
        List<String> names = keys.stream().map(Catalog.Column::name).toList();
        int position = names.indexOf(TableJson.name(name));
        if (position < 0) {
            throw GlueInput.invalid("Invalid partition expression!");
        }
        String type = TYPE.matcher(TableJson.name(keys.get(position).type())).replaceFirst("$1");
        return new Key(position, type);
    }

    /// Returns the text of a literal.
    private static String text(Expression literal) {
        return switch (literal) {
            case StringLiteral string -> string.getValue();
            case LongLiteral number -> number.getValue();
            case DecimalLiteral number -> number.getValue();
            case DoubleLiteral number -> BigDecimal.valueOf(number.getValue()).toPlainString();
            case GenericLiteral typed -> typed.getValue();
            case ArithmeticUnaryExpression signed
            when signed.getSign() == ArithmeticUnaryExpression.Sign.MINUS -> "-" + text(signed.getValue());
            default -> throw GlueInput.invalid("Unsupported expression '" + literal + "'");
        };
    }

    /// A partition key of an expression.
    private record Key(int position, String type) {
        private static final Map<String, String> NAMES = Map.of("date", "a date", "timestamp", "a timestamp");

        boolean isText() {
            return type.equals("string") || type.equals("varchar") || type.equals("char");
        }

        /// Returns a literal of the expression. It must fit the type of the key.
        Comparable<Object> literal(Expression literal) {
            String text = text(literal);
            return cast(text)
                    .orElseThrow(() ->
                            GlueInput.invalid("\"" + text + "\" is not " + NAMES.getOrDefault(type, "a number") + "."));
        }

        /// Returns the value of a partition. It must fit the type of the key.
        Comparable<?> value(List<String> values) {
            String text = values.get(position);
            return cast(text)
                    .orElseThrow(() -> new ServiceException(
                            400,
                            "InvalidStateException",
                            "\"" + text + "\" is not " + NAMES.getOrDefault(type, "a number") + "."));
        }

        @SuppressWarnings("unchecked")
        private Optional<Comparable<Object>> cast(String text) {
            try {
                Comparable<?> value =
                        switch (type) {
                            case "string", "varchar", "char" -> text;
                            case "date" -> LocalDate.parse(text);
                            case "timestamp" -> LocalDateTime.parse(text.replace(' ', 'T'));
                            case "bigint", "int", "integer", "smallint", "tinyint", "long", "decimal" ->
                                new BigDecimal(text);
                            default -> throw GlueInput.invalid("Unknown type : '" + type + "'");
                        };
                // Both sides of a comparison are cast by the same key, so they have the same class.
                return Optional.of((Comparable<Object>) value);
            } catch (DateTimeException | NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
