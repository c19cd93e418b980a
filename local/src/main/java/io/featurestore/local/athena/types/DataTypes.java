package io.featurestore.local.athena.types;

import io.trino.sql.tree.CompositeIntervalQualifier;
import io.trino.sql.tree.DataType;
import io.trino.sql.tree.DataTypeParameter;
import io.trino.sql.tree.DateTimeDataType;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IntervalDataType;
import io.trino.sql.tree.IntervalField;
import io.trino.sql.tree.IntervalQualifier;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NumericParameter;
import io.trino.sql.tree.RowDataType;
import io.trino.sql.tree.SimpleIntervalQualifier;
import io.trino.sql.tree.TypeParameter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the types that a query writes, such as `decimal(10, 2)` in a cast.
public final class DataTypes {
    private static final Set<String> PLAIN = Set.of(
            "boolean",
            "tinyint",
            "smallint",
            "integer",
            "bigint",
            "real",
            "double",
            "varbinary",
            "date",
            "json",
            "uuid",
            "ipaddress",
            "unknown",
            "hyperloglog",
            "p4hyperloglog",
            "tdigest",
            "setdigest",
            "geometry",
            "sphericalgeography",
            "bingtile",
            "color");

    private static final int DEFAULT_TIME_PRECISION = 3;

    private DataTypes() {}

    /// Returns the type.
    ///
    /// @param user the expression that uses the type, for messages
    static Type of(DataType type, Node user) {
        return switch (type) {
            case DateTimeDataType time -> {
                int precision = time.getPrecision()
                        .map(parameter -> number(parameter, user))
                        .orElse(DEFAULT_TIME_PRECISION);
                String base = time.getType().name().toLowerCase(Locale.ROOT);
                yield Type.of(time.isWithTimeZone() ? base + " with time zone" : base, precision);
            }
            case IntervalDataType interval -> interval(interval.qualifier());
            case RowDataType row ->
                Type.row(
                        row.getFields().stream()
                                .map(field -> of(field.getType(), user))
                                .toList(),
                        row.getFields().stream()
                                .map(field -> field.getName().map(Identifier::getValue))
                                .toList());
            case GenericDataType generic -> generic(generic, user);
            default -> Type.UNTYPED;
        };
    }

    /// Returns the type of intervals with these fields.
    static Type interval(IntervalQualifier qualifier) {
        IntervalField first =
                switch (qualifier) {
                    case SimpleIntervalQualifier simple -> simple.getField();
                    case CompositeIntervalQualifier two -> two.getFrom();
                    default -> throw new IllegalArgumentException("Not an interval: " + qualifier);
                };
        String field = first.name();
        return field.equals("YEAR") || field.equals("MONTH") ? Type.YEAR_TO_MONTH : Type.DAY_TO_SECOND;
    }

    private static Type generic(GenericDataType type, Node user) {
        String name = type.getName().getValue().toLowerCase(Locale.ROOT);
        List<DataTypeParameter> parameters = type.getArguments();
        return switch (name) {
            case "int" -> Type.INTEGER;
            case "decimal", "numeric", "dec" -> decimal(parameters, user);
            case "varchar" -> parameters.isEmpty() ? Type.VARCHAR : Type.varchar(number(parameters.getFirst(), user));
            case "char" -> Type.character(parameters.isEmpty() ? 1 : number(parameters.getFirst(), user));
            case "array", "map", "qdigest" -> {
                List<Type> parts = parameters.stream()
                        .map(parameter -> parameter instanceof TypeParameter part
                                ? of(part.getValue(), user)
                                : unknown(user, type.toString()))
                        .toList();
                if (parts.size() != (name.equals("map") ? 2 : 1)) {
                    throw unknownType(user, type.toString());
                }
                yield new Type(name, List.of(), parts, List.of());
            }
            default -> PLAIN.contains(name) ? Type.of(name) : unknown(user, type.toString());
        };
    }

    private static Type decimal(List<DataTypeParameter> parameters, Node user) {
        int precision = parameters.isEmpty() ? Type.MOST_DIGITS : number(parameters.getFirst(), user);
        int scale = parameters.size() < 2 ? 0 : number(parameters.get(1), user);
        if (precision < 1 || precision > Type.MOST_DIGITS) {
            throw InvalidSql.nowhere(
                    "INVALID_FUNCTION_ARGUMENT", "DECIMAL precision must be in range [1, 38]: " + precision);
        }
        if (scale < 0 || scale > precision) {
            throw InvalidSql.nowhere(
                    "INVALID_FUNCTION_ARGUMENT",
                    "DECIMAL scale must be in range [0, precision (" + precision + ")]: " + scale);
        }
        return Type.decimal(precision, scale);
    }

    private static int number(DataTypeParameter parameter, Node user) {
        if (parameter instanceof NumericParameter number && number.getParsedValue() <= Type.UNBOUNDED) {
            return (int) number.getParsedValue();
        }
        throw unknownType(user, parameter.toString());
    }

    private static Type unknown(Node user, String name) {
        throw unknownType(user, name);
    }

    private static InvalidSql unknownType(Node user, String name) {
        return InvalidSql.mismatch(user, "Unknown type: " + name);
    }
}
