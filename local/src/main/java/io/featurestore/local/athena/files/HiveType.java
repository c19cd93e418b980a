package io.featurestore.local.athena.files;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A column type of the data catalog, such as `array<struct<a:int>>`.
public sealed interface HiveType {
    /// The kinds of types without parts.
    enum Kind {
        BOOLEAN("BOOLEAN", "boolean"),
        TINYINT("TINYINT", "tinyint"),
        SMALLINT("SMALLINT", "smallint"),
        INTEGER("INTEGER", "integer"),
        BIGINT("BIGINT", "bigint"),
        REAL("FLOAT", "real"),
        DOUBLE("DOUBLE", "double"),
        DECIMAL("DECIMAL", "decimal"),
        VARCHAR("VARCHAR", "varchar"),
        CHAR("VARCHAR", "char"),
        VARBINARY("BLOB", "varbinary"),
        DATE("DATE", "date"),
        TIMESTAMP("TIMESTAMP", "timestamp(3)");

        private final String duck;
        private final String trino;

        Kind(String duck, String trino) {
            this.duck = duck;
            this.trino = trino;
        }
    }

    /// A type without parts.
    ///
    /// @param size the precision of a decimal, or the length of a `char` or `varchar`; 0 if it has none
    /// @param scale the scale of a decimal
    record Scalar(Kind kind, int size, int scale) implements HiveType {
        @Override
        public String duck() {
            return kind == Kind.DECIMAL ? kind.duck + "(" + size + ", " + scale + ")" : kind.duck;
        }

        @Override
        public String trino() {
            if (kind == Kind.DECIMAL) {
                return kind.trino + "(" + size + "," + scale + ")";
            }
            return size == 0 ? kind.trino : kind.trino + "(" + size + ")";
        }
    }

    /// An array.
    record ListOf(HiveType element) implements HiveType {
        @Override
        public String duck() {
            return element.duck() + "[]";
        }

        @Override
        public String trino() {
            return "array(" + element.trino() + ")";
        }
    }

    /// A map.
    record MapOf(HiveType key, HiveType value) implements HiveType {
        @Override
        public String duck() {
            return "MAP(" + key.duck() + ", " + value.duck() + ")";
        }

        @Override
        public String trino() {
            return "map(" + key.trino() + ", " + value.trino() + ")";
        }
    }

    /// A field of a struct; its name is in lower case.
    record Field(String name, HiveType type) {}

    /// A struct, which Trino calls a row.
    record StructOf(List<Field> fields) implements HiveType {
        @Override
        public String duck() {
            return fields.stream()
                    .map(field -> Sql.quote(field.name()) + " " + field.type().duck())
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }

        @Override
        public String trino() {
            return fields.stream()
                    .map(field -> Sql.quote(field.name()) + " " + field.type().trino())
                    .collect(Collectors.joining(", ", "row(", ")"));
        }
    }

    /// Returns the type in DuckDB's spelling.
    String duck();

    /// Returns the type as Trino shows it in messages.
    String trino();

    /// Parses a type in Glue's spelling.
    ///
    /// @throws QueryFailure if the type is unknown
    static HiveType parse(String type) throws QueryFailure {
        return new Parser(type.strip().toLowerCase(Locale.ROOT)).whole();
    }

    /// Parses a type from left to right.
    final class Parser {
        private static final int USUAL_PRECISION = 10;

        private final String type;
        private int at;

        private Parser(String type) {
            this.type = type;
        }

        private HiveType whole() throws QueryFailure {
            HiveType parsed = next();
            if (at != type.length()) {
                throw unknown();
            }
            return parsed;
        }

        private HiveType next() throws QueryFailure {
            String name = word();
            return switch (name) {
                case "array" -> {
                    expect('<');
                    HiveType element = next();
                    expect('>');
                    yield new ListOf(element);
                }
                case "map" -> {
                    expect('<');
                    HiveType key = next();
                    expect(',');
                    HiveType value = next();
                    expect('>');
                    yield new MapOf(key, value);
                }
                case "struct", "row" -> struct();
                case "decimal", "numeric" -> decimal();
                case "varchar" -> sized(Kind.VARCHAR);
                case "char" -> sized(Kind.CHAR);
                default -> new Scalar(scalar(name), 0, 0);
            };
        }

        private HiveType struct() throws QueryFailure {
            List<Field> fields = new ArrayList<>();
            char separator = '<';
            while (separator != '>') {
                expect(separator);
                String name = word();
                expect(':');
                fields.add(new Field(name, next()));
                separator = at < type.length() && type.charAt(at) == ',' ? ',' : '>';
            }
            expect('>');
            return new StructOf(List.copyOf(fields));
        }

        private HiveType decimal() throws QueryFailure {
            List<Integer> numbers = numbers();
            int precision = numbers.isEmpty() ? USUAL_PRECISION : numbers.getFirst();
            return new Scalar(Kind.DECIMAL, precision, numbers.size() > 1 ? numbers.get(1) : 0);
        }

        private HiveType sized(Kind kind) throws QueryFailure {
            List<Integer> numbers = numbers();
            return new Scalar(kind, numbers.isEmpty() ? 0 : numbers.getFirst(), 0);
        }

        private Kind scalar(String name) throws QueryFailure {
            return switch (name) {
                case "string" -> Kind.VARCHAR;
                case "bigint", "long" -> Kind.BIGINT;
                case "int", "integer" -> Kind.INTEGER;
                case "smallint", "short" -> Kind.SMALLINT;
                case "tinyint", "byte" -> Kind.TINYINT;
                case "double" -> Kind.DOUBLE;
                case "float", "real" -> Kind.REAL;
                case "boolean" -> Kind.BOOLEAN;
                case "date" -> Kind.DATE;
                case "timestamp" -> Kind.TIMESTAMP;
                case "binary", "fixed" -> Kind.VARBINARY;
                default -> throw unknown();
            };
        }

        /// Reads the numbers in parentheses, such as `(10,2)`; none if there are no parentheses.
        private List<Integer> numbers() throws QueryFailure {
            if (at >= type.length() || type.charAt(at) != '(') {
                return List.of();
            }
            int end = type.indexOf(')', at);
            if (end < 0) {
                throw unknown();
            }
            List<Integer> numbers = new ArrayList<>();
            for (String number : type.substring(at + 1, end).split(",")) {
                if (!number.strip().matches("\\d{1,5}")) {
                    throw unknown();
                }
                numbers.add(Integer.parseInt(number.strip()));
            }
            at = end + 1;
            return numbers;
        }

        private String word() {
            int start = at;
            while (at < type.length() && "<>,:()".indexOf(type.charAt(at)) < 0) {
                at++;
            }
            return type.substring(start, at).strip();
        }

        private void expect(char wanted) throws QueryFailure {
            if (at >= type.length() || type.charAt(at) != wanted) {
                throw unknown();
            }
            at++;
        }

        private QueryFailure unknown() {
            return QueryFailure.user("HIVE_UNSUPPORTED_FORMAT", "Unsupported Hive type: " + type);
        }
    }
}
