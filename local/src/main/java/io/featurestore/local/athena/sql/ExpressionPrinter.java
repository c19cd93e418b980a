package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Analysis;
import io.featurestore.local.athena.types.Type;
import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.AtTimeZone;
import io.trino.sql.tree.BinaryLiteral;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.CurrentTimestamp;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.ExistsPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Extract;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IfExpression;
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
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.Parameter;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.SimpleIntervalQualifier;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.SubqueryExpression;
import io.trino.sql.tree.SubscriptExpression;
import io.trino.sql.tree.Trim;
import io.trino.sql.tree.TryExpression;
import io.trino.sql.tree.WhenClause;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prints Trino's expressions for DuckDB. Expressions that both write in the same way are printed by Trino's own
/// formatter.
public final class ExpressionPrinter extends ExpressionFormatter.Formatter {
    private static final Pattern TRIED = Pattern.compile("\\btrino_(iso_instant|iso_nanos|iso_date|parsed)\\(");

    private final QueryPrinter queries;
    private final Analysis analysis;
    private final CallPrinter calls;
    private final ComparisonPrinter comparisons;
    private final Map<String, NodeLocation> places = new HashMap<>();

    ExpressionPrinter(QueryPrinter queries, Analysis analysis) {
        super(Optional.empty());
        this.queries = queries;
        this.analysis = analysis;
        this.calls = new CallPrinter(this, analysis);
        this.comparisons = new ComparisonPrinter(analysis, this);
    }

    /// Prints an expression as a value of the type that it is coerced to.
    String print(Expression expression) {
        return process(expression, null);
    }

    /// Prints an expression as a value of its own type.
    String printOwn(Expression expression) {
        return super.process(expression, null);
    }

    @Override
    public String process(Node node, @Nullable Void context) {
        String printed = super.process(node, null);
        if (!(node instanceof Expression expression)) {
            return printed;
        }
        return analysis.coercion(expression)
                .map(target -> CastPrinter.coerced(printed, analysis.type(expression), target))
                .orElse(printed);
    }

    CallPrinter calls() {
        return calls;
    }

    /// Returns the first place of each name in the query.
    Map<String, NodeLocation> places() {
        return Map.copyOf(places);
    }

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
    protected String visitTrim(Trim node, Void context) {
        String name =
                switch (node.getSpecification()) {
                    case BOTH -> "trim";
                    case LEADING -> "ltrim";
                    case TRAILING -> "rtrim";
                };
        String characters = node.getTrimCharacter().map(c -> ", " + print(c)).orElse("");
        return name + "(" + print(node.getTrimSource()) + characters + ")";
    }

    @Override
    public String visitCast(Cast node, Void context) {
        Type from = analysis.used(node.getExpression());
        Type to = analysis.type(node);
        boolean ofTheWallClock = to.is("date") || to.is("timestamp") || to.is("time");
        String value = ofTheWallClock ? calls.wallClock(node.getExpression()) : print(node.getExpression());
        Type read = ofTheWallClock && from.is("timestamp with time zone") ? CallPrinter.withoutZone(from) : from;
        if (TypePrinter.print(to).isEmpty()) {
            throw new Unprintable(
                    QueryFailure.at("NOT_SUPPORTED", node, "the type " + to.display() + " is not served"));
        }
        return CastPrinter.cast(value, read, to, node.isSafe());
    }

    /// Prints TRY. A call that only fails for the form of a text is printed without DuckDB's TRY, because DuckDB may
    /// evaluate parts of what is inside outside of it.
    @Override
    protected String visitTryExpression(TryExpression node, Void context) {
        if (node.getInnerExpression() instanceof FunctionCall call
                && call.argumentValues().stream().allMatch(ExpressionPrinter::neverFails)) {
            String printed = print(call);
            String tried = TRIED.matcher(printed).replaceAll("trino_try_$1(");
            if (!tried.equals(printed)) {
                return tried;
            }
        }
        return "TRY(" + print(node.getInnerExpression()) + ")";
    }

    private static boolean neverFails(Expression value) {
        return value instanceof Identifier
                || value instanceof StringLiteral
                || (value instanceof DereferenceExpression field && neverFails(field.getBase()));
    }

    @Override
    protected String visitArithmeticBinary(ArithmeticBinaryExpression node, Void context) {
        return NumberPrinter.print(
                node.getOperator(),
                print(node.getLeft()),
                analysis.used(node.getLeft()),
                print(node.getRight()),
                analysis.used(node.getRight()),
                analysis.type(node));
    }

    @Override
    protected String visitArithmeticUnary(ArithmeticUnaryExpression node, Void context) {
        String value = print(node.getValue());
        return node.getSign() == ArithmeticUnaryExpression.Sign.PLUS
                ? value
                : NumberPrinter.negative(value, analysis.type(node));
    }

    @Override
    protected String visitPredicated(Predicated node, Void context) {
        return comparisons.print(node).orElseGet(() -> super.visitPredicated(node, null));
    }

    @Override
    protected String visitNullIfExpression(NullIfExpression node, Void context) {
        return "(CASE WHEN " + comparisons.equal(node.getFirst(), node.getSecond()) + " THEN NULL ELSE "
                + print(node.getFirst()) + " END)";
    }

    @Override
    protected String visitSimpleCaseExpression(SimpleCaseExpression node, Void context) {
        StringBuilder printed = new StringBuilder("(CASE");
        for (WhenClause when : node.getWhenClauses()) {
            Expression operand = (Expression) when.getMatch().node();
            printed.append(" WHEN ")
                    .append(comparisons.equal(node.getOperand(), operand))
                    .append(" THEN ")
                    .append(print(when.getResult()));
        }
        node.getDefaultValue().ifPresent(value -> printed.append(" ELSE ").append(print(value)));
        return printed.append(" END)").toString();
    }

    @Override
    protected String visitSubscriptExpression(SubscriptExpression node, Void context) {
        Type base = analysis.type(node.getBase());
        String value = print(node.getBase());
        String index = print(node.getIndex());
        return switch (base.base()) {
            case "row" -> "struct_extract_at(" + value + ", " + index + ")";
            case "array" -> "(" + value + ")[trino_index(" + index + ", len(" + value + "))]";
            case "map" ->
                "CASE WHEN NOT map_contains(" + value + ", " + index + ") THEN "
                        + missingKey(index, base.arguments().getLast()) + " ELSE (" + value + ")[" + index + "] END";
            default -> "(" + value + ")[" + index + "]";
        };
    }

    private static String missingKey(String key, Type type) {
        String failure =
                "trino_failed('INVALID_FUNCTION_ARGUMENT: Key not present in map: ' || CAST(" + key + " AS VARCHAR))";
        return TypePrinter.print(type)
                .filter(_ -> type.arguments().isEmpty())
                .map(name -> "CAST(CAST(" + failure + " AS VARCHAR) AS " + name + ")")
                .orElse("NULL");
    }

    @Override
    protected String visitGenericLiteral(GenericLiteral node, Void context) {
        Type type = analysis.type(node);
        String text = Sql.literal(node.getValue().strip());
        return switch (type.base()) {
            case "timestamp" -> "trino_timestamp(" + text + ")";
            case "timestamp with time zone" -> "trino_instant(" + text + ")";
            case "varchar", "char" -> Sql.literal(node.getValue());
            case "varbinary" -> "encode(" + Sql.literal(node.getValue()) + ")";
            default ->
                TypePrinter.print(type)
                        .map(name -> "CAST(" + text + " AS " + name + ")")
                        .orElseThrow(() -> new Unprintable(QueryFailure.at(
                                "NOT_SUPPORTED", node, "the type " + type.display() + " is not served")));
        };
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

    @Override
    protected String visitStringLiteral(StringLiteral node, Void context) {
        return Sql.literal(node.getValue());
    }

    @Override
    protected String visitBinaryLiteral(BinaryLiteral node, Void context) {
        return "unhex(" + Sql.literal(node.toHexString()) + ")";
    }

    @Override
    protected String visitDecimalLiteral(DecimalLiteral node, Void context) {
        return TypePrinter.exactly(node.getValue(), analysis.type(node));
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
