package io.featurestore.local.athena.sql;

import io.trino.sql.tree.DataType;
import io.trino.sql.tree.DataTypeParameter;
import io.trino.sql.tree.DateTimeDataType;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.NumericParameter;
import io.trino.sql.tree.RowDataType;
import io.trino.sql.tree.TypeParameter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prints Trino's types for DuckDB.
final class TypePrinter {
    private TypePrinter() {}

    static String print(DataType type) throws QueryFailure {
        return switch (type) {
            case DateTimeDataType time -> print(time);
            case RowDataType row -> print(row);
            case GenericDataType generic -> print(generic);
            default -> throw QueryFailure.at("NOT_SUPPORTED", type, "the type " + type + " is not served");
        };
    }

    /// Returns the name of a type without parameters, in lower case.
    static String name(DataType type) {
        return switch (type) {
            case GenericDataType generic -> generic.getName().getValue().toLowerCase(Locale.ROOT);
            case DateTimeDataType time -> time.getType().name().toLowerCase(Locale.ROOT);
            default -> "row";
        };
    }

    private static String print(DateTimeDataType type) {
        String zone = type.isWithTimeZone() ? " WITH TIME ZONE" : "";
        return type.getType().name() + zone;
    }

    private static String print(RowDataType row) throws QueryFailure {
        StringBuilder printed = new StringBuilder("STRUCT(");
        int number = 0;
        for (RowDataType.Field field : row.getFields()) {
            String name = field.getName().isPresent() ? field.getName().get().getValue() : "field" + number;
            printed.append(number == 0 ? "" : ", ")
                    .append(Sql.quote(name))
                    .append(' ')
                    .append(print(field.getType()));
            number++;
        }
        return printed.append(')').toString();
    }

    private static String print(GenericDataType type) throws QueryFailure {
        String name = name(type);
        return switch (name) {
            case "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "json", "uuid", "date" ->
                name.toUpperCase(Locale.ROOT);
            case "int" -> "INTEGER";
            case "varchar", "char" -> "VARCHAR";
            case "varbinary" -> "BLOB";
            case "decimal" -> decimal(type);
            case "array" -> parameter(type, 0) + "[]";
            case "map" -> "MAP(" + parameter(type, 0) + ", " + parameter(type, 1) + ")";
            default -> throw QueryFailure.at("TYPE_NOT_FOUND", type, "Unknown type: " + name);
        };
    }

    private static String decimal(GenericDataType type) throws QueryFailure {
        List<DataTypeParameter> parameters = type.getArguments();
        if (parameters.stream().allMatch(NumericParameter.class::isInstance)) {
            List<String> numbers = parameters.stream()
                    .map(p -> ((NumericParameter) p).getValue())
                    .toList();
            return switch (numbers.size()) {
                case 0 -> "DECIMAL(38, 0)";
                case 1 -> "DECIMAL(" + numbers.getFirst() + ", 0)";
                default -> numbers.stream().collect(Collectors.joining(", ", "DECIMAL(", ")"));
            };
        }
        throw QueryFailure.at("TYPE_MISMATCH", type, "the precision of a decimal must be a number");
    }

    private static String parameter(GenericDataType type, int index) throws QueryFailure {
        if (index < type.getArguments().size() && type.getArguments().get(index) instanceof TypeParameter parameter) {
            return print(parameter.getValue());
        }
        throw QueryFailure.at("TYPE_NOT_FOUND", type, "Unknown type: " + type);
    }
}
