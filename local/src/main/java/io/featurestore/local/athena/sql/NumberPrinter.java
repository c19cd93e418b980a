package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Type;
import io.trino.sql.tree.ArithmeticBinaryExpression;

/// Prints arithmetic for DuckDB so that it has Trino's types: `io.trino.type.DecimalOperators` of trinodb/trino for
/// decimals, whole numbers that stay whole, and dates that stay dates.
final class NumberPrinter {
    private NumberPrinter() {}

    /// Prints an operation.
    ///
    /// @param left the printed left side after its coercion, and its type
    /// @param right the printed right side after its coercion, and its type
    /// @param result the type of the result
    static String print(
            ArithmeticBinaryExpression.Operator operator,
            String left,
            Type leftType,
            String right,
            Type rightType,
            Type result) {
        String symbol = operator.getValue();
        if (result.is("decimal")) {
            return ofDecimals(operator, left, leftType, right, rightType, result);
        }
        if (operator == ArithmeticBinaryExpression.Operator.DIVIDE && result.isWhole()) {
            return "(" + left + " // " + right + ")";
        }
        if (result.isWhole() || result.isFloating() || result.isUntyped()) {
            return "(" + left + " " + symbol + " " + right + ")";
        }
        if (result.equals(Type.DAY_TO_SECOND) && leftType.equals(Type.DATE)) {
            return "(CAST(" + left + " AS TIMESTAMP) - CAST(" + right + " AS TIMESTAMP))";
        }
        return TypePrinter.exactly("(" + left + " " + symbol + " " + right + ")", result);
    }

    private static String ofDecimals(
            ArithmeticBinaryExpression.Operator operator,
            String left,
            Type leftType,
            String right,
            Type rightType,
            Type result) {
        String type = TypePrinter.print(result).orElseThrow();
        int scale = result.scale();
        return switch (operator) {
            case ADD, SUBTRACT ->
                "CAST((CAST(" + left + " AS " + type + ") " + operator.getValue() + " CAST(" + right + " AS " + type
                        + ")) AS " + type + ")";
            case MULTIPLY -> "CAST((" + left + " * " + right + ") AS " + type + ")";
            case DIVIDE ->
                "CAST(trino_quotient(" + left + ", " + right + ", " + (scale - leftType.scale() + rightType.scale())
                        + ", " + scale + ") AS " + type + ")";
            case MODULO ->
                "CAST(trino_remainder(" + left + ", " + right + ", " + (scale - leftType.scale()) + ", "
                        + (scale - rightType.scale()) + ", " + scale + ") AS " + type + ")";
        };
    }

    /// Prints the negative of a value.
    static String negative(String value, Type type) {
        return type.isWhole() ? TypePrinter.exactly("(- " + value + ")", type) : "(- " + value + ")";
    }
}
