package io.featurestore.records;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// The type of a column, in Athena's terms. `toString` prints the type as Athena's SQL does. [#parse] reads that
/// spelling and the Glue catalog's (`array<struct<a:int>>`).
public sealed interface ColumnType {
    /// The types without parameters.
    enum Simple implements ColumnType {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INTEGER,
        BIGINT,
        REAL,
        DOUBLE,
        VARCHAR,
        CHAR,
        VARBINARY,
        DATE,
        TIME,
        JSON,
        UUID,
        IPADDRESS,
        INTERVAL_DAY_TO_SECOND,
        INTERVAL_YEAR_TO_MONTH,
        UNKNOWN;

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// An exact decimal number.
    ///
    /// @param precision number of digits, 1 to 38
    /// @param scale number of digits after the point, 0 to precision
    record Decimal(int precision, int scale) implements ColumnType {
        /// Checks the ranges of both numbers.
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale + ") is not a type");
            }
        }

        @Override
        @JsonValue
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /// A timestamp.
    ///
    /// @param precision number of digits of the fraction of a second, 0 to 12
    /// @param zoned whether each value has a time zone
    record Timestamp(int precision, boolean zoned) implements ColumnType {
        /// Checks the range of the precision.
        public Timestamp {
            if (precision < 0 || precision > 12) {
                throw new IllegalArgumentException("timestamp(" + precision + ") is not a type");
            }
        }

        @Override
        @JsonValue
        public String toString() {
            return "timestamp(" + precision + ")" + (zoned ? " with time zone" : "");
        }
    }

    /// An array.
    ///
    /// @param element the type of its elements
    record Array(ColumnType element) implements ColumnType {
        @Override
        @JsonValue
        public String toString() {
            return "array(" + element + ")";
        }
    }

    /// A map.
    ///
    /// @param key the type of its keys
    /// @param value the type of its values
    record Map(ColumnType key, ColumnType value) implements ColumnType {
        @Override
        @JsonValue
        public String toString() {
            return "map(" + key + ", " + value + ")";
        }
    }

    /// A row, which the Glue catalog calls a struct.
    ///
    /// @param fields its fields, in order; at least one
    record Row(List<Field> fields) implements ColumnType {
        /// Checks that there is at least one field.
        public Row {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("a row has no fields");
            }
        }

        @Override
        @JsonValue
        public String toString() {
            return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "row(", ")"));
        }
    }

    /// A field of a row.
    ///
    /// @param name its name
    /// @param type its type
    record Field(String name, ColumnType type) {
        /// Checks that neither is null.
        public Field {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(type, "type is null");
        }

        @Override
        public String toString() {
            return '"' + name.replace("\"", "\"\"") + "\" " + type;
        }
    }

    /// Returns whether values are arrays, maps or rows.
    default boolean isNested() {
        return switch (this) {
            case Array _, Map _, Row _ -> true;
            case Simple _, Decimal _, Timestamp _ -> false;
        };
    }

    /// Parses a type in Athena's or in the Glue catalog's spelling. A `timestamp` without a precision has 3
    /// digits (Athena engine v3). `string` means varchar, `int` integer, `float` real and `binary` varbinary. The
    /// length of `varchar(n)` and `char(n)` is dropped.
    ///
    /// @throws IllegalArgumentException if the text is not a type
    @JsonCreator
    static ColumnType parse(String text) {
        return new TypeParser(text).parse();
    }
}
