package io.featurestore.local.athena.sql;

import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.AtTimeZone;
import io.trino.sql.tree.BinaryLiteral;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.ComparisonPredicate;
import io.trino.sql.tree.CurrentTimestamp;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.ExistsPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Extract;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IntervalLiteral;
import io.trino.sql.tree.JsonArray;
import io.trino.sql.tree.JsonExists;
import io.trino.sql.tree.JsonObject;
import io.trino.sql.tree.JsonQuery;
import io.trino.sql.tree.JsonValue;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.LocalTimestamp;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NodeLocation;
import io.trino.sql.tree.NumericParameter;
import io.trino.sql.tree.Parameter;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.SimpleIntervalQualifier;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.SubqueryExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Prints Trino's expressions for DuckDB. Expressions that both write in the same way are printed by Trino's own
/// formatter.
public final class ExpressionPrinter extends ExpressionFormatter.Formatter {
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4,}-\\d{1,2}-\\d{1,2}(?: \\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d+)?)?)?(.*)");

    private final QueryPrinter queries;
    private final boolean strict;
    private final CallPrinter calls = new CallPrinter(this);
    private final Map<String, NodeLocation> places = new HashMap<>();
    private final Map<String, Comparison> comparisons = new HashMap<>();

    /// Creates a printer.
    ///
    /// @param strict true to print comparisons so that DuckDB refuses them where Trino does. The meaning may
    ///     change, so the statement is only bound, not run. For example, DuckDB accepts `'1' = 1` but not
    ///     {@code '1' < 1}.
    ExpressionPrinter(QueryPrinter queries, boolean strict) {
        super(Optional.empty());
        this.queries = queries;
        this.strict = strict;
    }

    String print(Expression expression) {
        return process(expression);
    }

    CallPrinter calls() {
        return calls;
    }

    /// Returns the comparisons by their printed text. Only a strict printer collects them.
    Map<String, Comparison> comparisons() {
        return Map.copyOf(comparisons);
    }

    /// Returns the first place of each name in the query.
    Map<String, NodeLocation> places() {
        return Map.copyOf(places);
    }

    /// A comparison in the query.
    ///
    /// @param operator the operator as the query writes it
    /// @param place the place in the query
    public record Comparison(String operator, Optional<NodeLocation> place) {}

    @Override
    protected String visitIdentifier(Identifier node, Void context) {
        note(node.getValue(), node);
        return Sql.quote(node.getValue());
    }

    @Override
    protected String visitDereferenceExpression(DereferenceExpression node, Void context) {
        String field = node.getField().map(Identifier::getValue).orElse("*");
        note(field, node);
        if (node.getBase() instanceof Identifier base) {
            note(base.getValue() + "." + field, node);
        }
        if (node.getBase() instanceof Identifier base && base.getValue().equalsIgnoreCase(QueryPrinter.CATALOG)) {
            return Sql.quote(field);
        }
        return print(node.getBase()) + "." + Sql.quote(field);
    }

    @Override
    protected String visitFunctionCall(FunctionCall node, Void context) {
        note(node.getName().getSuffix(), node);
        try {
            return calls.print(node);
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }

    @Override
    public String visitCast(Cast node, Void context) {
        try {
            return cast(node);
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }

    private String cast(Cast node) throws QueryFailure {
        String name = TypePrinter.name(node.getType());
        if (name.equals("json")) {
            return "to_json(" + print(node.getExpression()) + ")";
        }
        boolean time = name.equals("date") || name.equals("timestamp") || name.equals("time");
        String value = time ? calls.wallClock(node.getExpression()) : print(node.getExpression());
        if (name.equals("varchar") || name.equals("char")) {
            String text = isJson(node.getExpression())
                    ? "json_extract_string(" + value + ", '$')"
                    : "trino_varchar(" + value + ")";
            return length((GenericDataType) node.getType())
                    .map(n -> "left(" + text + ", " + n + ")")
                    .orElse(text);
        }
        String type = TypePrinter.print(node.getType());
        return (node.isSafe() ? "TRY_CAST(" : "CAST(") + value + " AS " + type + ")";
    }

    private static boolean isJson(Expression value) {
        return switch (value) {
            case FunctionCall call ->
                List.of("json_parse", "json_extract")
                        .contains(call.getName().getSuffix().toLowerCase(Locale.ROOT));
            case Cast cast -> TypePrinter.name(cast.getType()).equals("json");
            default -> false;
        };
    }

    private static Optional<String> length(GenericDataType type) {
        return type.getArguments().stream()
                .filter(NumericParameter.class::isInstance)
                .map(n -> ((NumericParameter) n).getValue())
                .findFirst();
    }

    @Override
    protected String visitArithmeticBinary(ArithmeticBinaryExpression node, Void context) {
        String left = print(node.getLeft());
        String right = print(node.getRight());
        boolean minus = node.getOperator() == ArithmeticBinaryExpression.Operator.SUBTRACT;
        return switch (node.getOperator()) {
            case ADD, SUBTRACT -> {
                String sum = "(" + left + (minus ? " - " : " + ") + right + ")";
                if (node.getRight() instanceof IntervalLiteral) {
                    yield "cast_to_type(" + sum + ", " + left + ")";
                }
                yield node.getLeft() instanceof IntervalLiteral ? "cast_to_type(" + sum + ", " + right + ")" : sum;
            }
            case MULTIPLY -> "(" + left + " * " + right + ")";
            case DIVIDE -> "(" + left + " / " + right + ")";
            case MODULO -> "(" + left + " % " + right + ")";
        };
    }

    @Override
    protected String visitGenericLiteral(GenericLiteral node, Void context) {
        String type = node.getType().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "timestamp" -> instant(node);
            case "json" -> "CAST(" + Sql.literal(node.getValue()) + " AS JSON)";
            case "date", "time", "double", "real", "bigint", "integer", "smallint", "tinyint", "boolean", "uuid" ->
                "CAST(" + Sql.literal(node.getValue()) + " AS " + type.toUpperCase(Locale.ROOT) + ")";
            case "decimal" -> node.getValue();
            case "varchar", "char" -> Sql.literal(node.getValue());
            default -> throw new Unprintable(QueryFailure.at("TYPE_NOT_FOUND", node, "Unknown type: " + type));
        };
    }

    private static String instant(GenericLiteral node) {
        Matcher matcher = INSTANT.matcher(node.getValue().strip());
        if (!matcher.matches()) {
            throw new Unprintable(QueryFailure.at(
                    "INVALID_LITERAL", node, "'" + node.getValue() + "' is not a valid TIMESTAMP literal"));
        }
        String type = matcher.group(1).isBlank() ? "TIMESTAMP" : "TIMESTAMPTZ";
        return "CAST(" + Sql.literal(node.getValue().strip()) + " AS " + type + ")";
    }

    @Override
    protected String visitIntervalLiteral(IntervalLiteral node, Void context) {
        if (!(node.qualifier() instanceof SimpleIntervalQualifier simple)) {
            throw new Unprintable(QueryFailure.at("NOT_SUPPORTED", node, "intervals of two units are not served"));
        }
        String sign = node.getSign() == IntervalLiteral.Sign.NEGATIVE ? "-" : "";
        return "(INTERVAL " + Sql.literal(sign + node.getValue()) + " "
                + simple.getField().name() + ")";
    }

    /// Prints a string literal. A strict printer adds a cast, because an untyped literal in DuckDB takes the type
    /// of the value that it is compared with.
    @Override
    protected String visitStringLiteral(StringLiteral node, Void context) {
        String literal = Sql.literal(node.getValue());
        return strict ? "CAST(" + literal + " AS VARCHAR)" : literal;
    }

    @Override
    protected String visitPredicated(Predicated node, Void context) {
        if (!strict) {
            return super.visitPredicated(node, null);
        }
        return switch (node.getPredicate()) {
            case ComparisonPredicate comparison ->
                compared(node, comparison.getOperator().getValue(), comparison.getRight());
            case InPredicate in
            when in.getValueList() instanceof InListExpression list ->
                list.getValues().stream()
                        .map(value -> compared(node, "=", value))
                        .collect(Collectors.joining(" OR ", "(", ")"));
            default -> super.visitPredicated(node, null);
        };
    }

    private String compared(Predicated node, String operator, Expression right) {
        String printed = print(node.getValue()) + " < " + print(right);
        comparisons.putIfAbsent(printed, new Comparison(operator, node.getLocation()));
        return "(" + printed + ")";
    }

    @Override
    protected String visitBinaryLiteral(BinaryLiteral node, Void context) {
        return "unhex(" + Sql.literal(node.toHexString()) + ")";
    }

    @Override
    protected String visitDecimalLiteral(DecimalLiteral node, Void context) {
        return node.getValue();
    }

    @Override
    protected String visitCurrentTimestamp(CurrentTimestamp node, Void context) {
        return "current_timestamp";
    }

    @Override
    protected String visitLocalTimestamp(LocalTimestamp node, Void context) {
        return "CAST(current_timestamp AS TIMESTAMP)";
    }

    @Override
    protected String visitAtTimeZone(AtTimeZone node, Void context) {
        try {
            return calls.atTimeZone(node.getValue(), node.getTimeZone());
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }

    @Override
    protected String visitExtract(Extract node, Void context) {
        String value = calls.wallClock(node.getExpression());
        return switch (node.getField()) {
            case DAY_OF_WEEK, DOW -> "isodow(" + value + ")";
            case DAY_OF_YEAR, DOY -> "dayofyear(" + value + ")";
            case DAY_OF_MONTH -> "day(" + value + ")";
            case YEAR_OF_WEEK, YOW -> "isoyear(" + value + ")";
            case YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND ->
                node.getField().name().toLowerCase(Locale.ROOT) + "(" + value + ")";
            default ->
                throw new Unprintable(QueryFailure.at("NOT_SUPPORTED", node, node.getField() + " is not served"));
        };
    }

    @Override
    protected String visitIfExpression(IfExpression node, Void context) {
        String otherwise =
                node.getFalseValue().map(value -> " ELSE " + print(value)).orElse("");
        return "(CASE WHEN " + print(node.getCondition()) + " THEN " + print(node.getTrueValue()) + otherwise + " END)";
    }

    @Override
    protected String visitLambdaExpression(LambdaExpression node, Void context) {
        String names = node.getArguments().stream()
                .map(argument -> Sql.quote(argument.getName().getValue()))
                .collect(Collectors.joining(", "));
        return "lambda " + names + ": " + print(node.getBody());
    }

    @Override
    protected String visitSubqueryExpression(SubqueryExpression node, Void context) {
        return "(" + queries.print(node.getQuery()) + ")";
    }

    @Override
    protected String visitExists(ExistsPredicate node, Void context) {
        String subquery = node.getSubquery() instanceof SubqueryExpression query
                ? queries.print(query.getQuery())
                : print(node.getSubquery());
        return "(EXISTS (" + subquery + "))";
    }

    @Override
    protected String visitParameter(Parameter node, Void context) {
        throw new Unprintable(QueryFailure.at(
                "INVALID_PARAMETER_USAGE", node, "Incorrect number of parameters: expected 1 but found 0"));
    }

    @Override
    protected String visitJsonExists(JsonExists node, Void context) {
        throw noJsonPath(node);
    }

    @Override
    protected String visitJsonValue(JsonValue node, Void context) {
        throw noJsonPath(node);
    }

    @Override
    protected String visitJsonQuery(JsonQuery node, Void context) {
        throw noJsonPath(node);
    }

    @Override
    protected String visitJsonObject(JsonObject node, Void context) {
        throw noJsonPath(node);
    }

    @Override
    protected String visitJsonArray(JsonArray node, Void context) {
        throw noJsonPath(node);
    }

    private static Unprintable noJsonPath(Node node) {
        return new Unprintable(
                QueryFailure.at("NOT_SUPPORTED", node, "the JSON functions of the SQL standard are not served"));
    }

    private void note(String name, Node node) {
        node.getLocation().ifPresent(place -> places.putIfAbsent(name.toLowerCase(Locale.ROOT), place));
    }
}
