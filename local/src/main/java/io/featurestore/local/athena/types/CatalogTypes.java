package io.featurestore.local.athena.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the column types of the data catalog, such as `array<struct<a:int>>`, as Athena does:
/// docs.aws.amazon.com/athena/latest/ug/data-types.html.
public final class CatalogTypes {
    private static final int DEFAULT_PRECISION = 10;

    private final String text;
    private final int timePrecision;
    private int at;

    private CatalogTypes(String text, int timePrecision) {
        this.text = text;
        this.timePrecision = timePrecision;
    }

    /// Returns the type of a column. A type that is not known is [Type#UNTYPED].
    ///
    /// @param timePrecision the digits after the second of a timestamp: 3, or 6 in Iceberg tables
    public static Type of(String text, int timePrecision) {
        CatalogTypes reader = new CatalogTypes(text.strip().toLowerCase(Locale.ROOT), timePrecision);
        Type type = reader.next();
        return reader.at == reader.text.length() ? type : Type.UNTYPED;
    }

    private Type next() {
        String name = word();
        return switch (name) {
            case "array" -> {
                List<Type> parts = parts();
                yield parts.size() == 1 ? Type.array(parts.getFirst()) : Type.UNTYPED;
            }
            case "map" -> {
                List<Type> parts = parts();
                yield parts.size() == 2 ? Type.map(parts.get(0), parts.get(1)) : Type.UNTYPED;
            }
            case "struct", "row" -> struct();
            case "decimal", "numeric" -> {
                List<Integer> numbers = numbers();
                yield Type.decimal(
                        numbers.isEmpty() ? DEFAULT_PRECISION : numbers.getFirst(),
                        numbers.size() < 2 ? 0 : numbers.get(1));
            }
            case "varchar", "char" -> {
                List<Integer> numbers = numbers();
                yield Type.of(name, numbers.isEmpty() ? Type.UNBOUNDED : numbers.getFirst());
            }
            case "timestamp", "time" -> time(name);
            default -> scalar(name);
        };
    }

    private Type scalar(String name) {
        return switch (name) {
            case "string" -> Type.VARCHAR;
            case "bigint", "long" -> Type.BIGINT;
            case "int", "integer" -> Type.INTEGER;
            case "smallint", "short" -> Type.of("smallint");
            case "tinyint", "byte" -> Type.of("tinyint");
            case "double" -> Type.DOUBLE;
            case "float", "real" -> Type.REAL;
            case "boolean" -> Type.BOOLEAN;
            case "date" -> Type.DATE;
            case "timestamptz", "timestamp with local time zone" -> Type.instant(timePrecision);
            case "binary", "fixed" -> Type.VARBINARY;
            case "uuid" -> Type.of("uuid");
            default -> Type.UNTYPED;
        };
    }

    /// Reads the precision and the zone of a time, as Iceberg's types have them.
    private Type time(String name) {
        List<Integer> numbers = numbers();
        int precision = numbers.isEmpty() ? timePrecision : numbers.getFirst();
        return switch (name + (numbers.isEmpty() ? "" : " " + word()).stripTrailing()) {
            case "timestamp" -> Type.timestamp(precision);
            case "timestamp with time zone" -> Type.instant(precision);
            case "time" -> Type.of("time", precision);
            default -> Type.UNTYPED;
        };
    }

    private List<Type> parts() {
        List<Type> parts = new ArrayList<>();
        if (skip('<')) {
            do {
                parts.add(next());
            } while (skip(','));
            skip('>');
        }
        return parts;
    }

    private Type struct() {
        List<Type> types = new ArrayList<>();
        List<Optional<String>> names = new ArrayList<>();
        if (skip('<')) {
            do {
                names.add(Optional.of(word()));
                skip(':');
                types.add(next());
            } while (skip(','));
            skip('>');
        }
        return Type.row(types, names);
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        if (skip('(')) {
            do {
                String number = word();
                if (!number.matches("\\d{1,6}")) {
                    return List.of();
                }
                numbers.add(Integer.parseInt(number));
            } while (skip(','));
            skip(')');
        }
        return numbers;
    }

    private String word() {
        int start = at;
        while (at < text.length() && "<>,:()".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private boolean skip(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }
}
