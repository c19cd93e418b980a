package io.featurestore.sql;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.sql.Filter.Operator;
import io.featurestore.sql.syntax.TableNames;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.ComparisonPredicate;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DoubleLiteral;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IsNullPredicate;
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
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Converts a condition to a [Filter]. Understands AND, OR and NOT over comparisons, IN, BETWEEN and IS NULL of
/// plain columns.
final class FilterReader {
    private static final Filter UNKNOWN = new Filter.Unknown();

    private final TableNames names;

    FilterReader(TableNames names) {
        this.names = names;
    }

    Filter read(Expression condition) {
        return read(condition, true);
    }

    /// Returns the filter for the rows where the condition has the given truth value.
    private Filter read(Expression condition, boolean truth) {
        return switch (condition) {
            case LogicalExpression l -> {
                List<Filter> terms =
                        l.getTerms().stream().map(t -> read(t, truth)).toList();
                yield (l.getOperator() == LogicalExpression.Operator.AND) == truth
                        ? new Filter.All(terms)
                        : new Filter.Any(terms);
            }
            case NotExpression n -> read(n.getValue(), !truth);
            case BooleanLiteral b -> new Filter.Constant(b.getValue() == truth);
            case Identifier i ->
                names.find(i.getValue())
                        .filter(c -> c.type() == Simple.BOOLEAN)
                        .<Filter>map(c -> new Filter.Comparison(c.name(), Operator.EQUAL, truth))
                        .orElse(UNKNOWN);
            case Predicated p -> predicate(p, truth);
            default -> UNKNOWN;
        };
    }

    private Filter predicate(Predicated predicated, boolean truth) {
        Expression value = predicated.getValue();
        return switch (predicated.getPredicate()) {
            case ComparisonPredicate c -> {
                Operator operator = truth ? operator(c) : operator(c).negated();
                yield value instanceof Identifier
                        ? compare(value, operator, c.getRight())
                        : compare(c.getRight(), operator.mirrored(), value);
            }
            case BetweenPredicate b when b.isSymmetric() -> UNKNOWN;
            case BetweenPredicate b ->
                b.isNegated() != truth
                        ? new Filter.All(List.of(
                                compare(value, Operator.GREATER_OR_EQUAL, b.getMin()),
                                compare(value, Operator.LESS_OR_EQUAL, b.getMax())))
                        : new Filter.Any(List.of(
                                compare(value, Operator.LESS, b.getMin()),
                                compare(value, Operator.GREATER, b.getMax())));
            case InPredicate in
            when in.getValueList() instanceof InListExpression list ->
                in.isNegated() != truth
                        ? new Filter.Any(each(list, v -> compare(value, Operator.EQUAL, v)))
                        : new Filter.All(each(list, v -> compare(value, Operator.NOT_EQUAL, v)));
            case IsNullPredicate n ->
                column(value)
                        .<Filter>map(c -> new Filter.NullTest(c.name(), n.isNegated() != truth))
                        .orElse(UNKNOWN);
            default -> UNKNOWN;
        };
    }

    private static List<Filter> each(InListExpression list, Function<Expression, Filter> test) {
        // Repeated values must not count twice.
        return list.getValues().stream().map(test).distinct().toList();
    }

    private static Operator operator(ComparisonPredicate comparison) {
        return switch (comparison.getOperator()) {
            case EQUAL -> Operator.EQUAL;
            case NOT_EQUAL -> Operator.NOT_EQUAL;
            case LESS_THAN -> Operator.LESS;
            case LESS_THAN_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            case GREATER_THAN -> Operator.GREATER;
            case GREATER_THAN_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
        };
    }

    private Filter compare(Expression column, Operator operator, Expression constant) {
        return column(column)
                .flatMap(c ->
                        constant(constant, c.type()).<Filter>map(v -> new Filter.Comparison(c.name(), operator, v)))
                .orElse(UNKNOWN);
    }

    private Optional<io.featurestore.store.Table.Column> column(Expression expression) {
        return expression instanceof Identifier i ? names.find(i.getValue()) : Optional.empty();
    }

    /// Returns a constant as a value of the class that belongs to the column's type; empty if the engine may
    /// interpret the constant differently.
    private static Optional<Object> constant(Expression constant, ColumnType type) {
        try {
            return switch (type) {
                case Simple.VARCHAR ->
                    constant instanceof StringLiteral s ? Optional.of(s.getValue()) : Optional.empty();
                case Simple.BOOLEAN ->
                    constant instanceof BooleanLiteral b ? Optional.of(b.getValue()) : Optional.empty();
                case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT ->
                    number(constant).map(n -> n);
                // The engine compares them as doubles.
                case Simple.DOUBLE -> number(constant).map(n -> new BigDecimal(n.doubleValue()));
                case ColumnType.Decimal _ ->
                    constant instanceof DoubleLiteral
                            ? Optional.empty()
                            : number(constant).map(n -> n);
                case Simple.DATE -> literal(constant, "date").map(LocalDate::parse);
                case ColumnType.Timestamp t
                when !t.zoned() -> literal(constant, "timestamp").map(FilterReader::timestamp);
                default -> Optional.empty();
            };
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static LocalDateTime timestamp(String text) {
        return text.length() == "2026-01-01".length()
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static Optional<String> literal(Expression constant, String type) {
        return constant instanceof GenericLiteral g
                        && g.getType().toLowerCase(Locale.ROOT).equals(type)
                ? Optional.of(g.getValue().strip())
                : Optional.empty();
    }

    private static Optional<BigDecimal> number(Expression constant) {
        return switch (constant) {
            case LongLiteral l -> Optional.of(BigDecimal.valueOf(l.getParsedValue()));
            case DecimalLiteral d -> Optional.of(new BigDecimal(d.getValue().replace("_", "")));
            case DoubleLiteral d -> Optional.of(new BigDecimal(d.getValue()));
            case ArithmeticUnaryExpression a ->
                number(a.getValue()).map(n -> a.getSign() == ArithmeticUnaryExpression.Sign.MINUS ? n.negate() : n);
            case GenericLiteral g
            when Stream.of("double", "decimal", "bigint", "integer")
                    .anyMatch(g.getType().toLowerCase(Locale.ROOT)::equals) ->
                Optional.of(new BigDecimal(g.getValue().strip()));
            default -> Optional.empty();
        };
    }
}
