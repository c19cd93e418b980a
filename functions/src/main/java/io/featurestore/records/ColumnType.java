package io.featurestore.records;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A column's type in Athena's terms. {@code toString} prints the type as Athena's SQL does, and {@link #parse}
 * reads that and the Glue catalog's spelling ({@code array<struct<a:int>>}) alike.
 */
public sealed interface ColumnType {
    /** Types without parameters. */
    enum Simple implements ColumnType {
        BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, CHAR, VARBINARY, DATE, TIME, JSON, UUID,
        IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH, UNKNOWN;

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * An exact decimal.
     *
     * @param precision digits, 1 to 38
     * @param scale digits after the point, 0 to precision
     */
    record Decimal(int precision, int scale) implements ColumnType {
        /** Checks both. */
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

    /**
     * A timestamp.
     *
     * @param precision digits of the fraction of a second, 0 to 12
     * @param zoned whether a time zone belongs to each value
     */
    record Timestamp(int precision, boolean zoned) implements ColumnType {
        /** Checks the precision. */
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

    /**
     * An array.
     *
     * @param element the type of its elements
     */
    record Array(ColumnType element) implements ColumnType {
        @Override
        @JsonValue
        public String toString() {
            return "array(" + element + ")";
        }
    }

    /**
     * A map.
     *
     * @param key the type of its keys
     * @param value the type of its values
     */
    record Map(ColumnType key, ColumnType value) implements ColumnType {
        @Override
        @JsonValue
        public String toString() {
            return "map(" + key + ", " + value + ")";
        }
    }

    /**
     * A row (a struct in the catalog's words).
     *
     * @param fields its fields, in order; at least one
     */
    record Row(List<Field> fields) implements ColumnType {
        /** Checks that there are fields. */
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

    /**
     * A field of a row.
     *
     * @param name its name
     * @param type its type
     */
    record Field(String name, ColumnType type) {
        /** Checks that both are there. */
        public Field {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(type, "type is null");
        }

        @Override
        public String toString() {
            return '"' + name.replace("\"", "\"\"") + "\" " + type;
        }
    }

    /** Returns whether values are arrays, maps or rows. */
    default boolean isNested() {
        return switch (this) {
            case Array _,Map _,Row _ -> true;
            case Simple _,Decimal _,Timestamp _ -> false;
        };
    }

    /**
     * Reads a type in Athena's or in the Glue catalog's spelling. {@code timestamp} alone has 3 digits (Athena
     * engine v3); {@code string} is varchar, {@code int} integer, {@code float} real, {@code binary} varbinary; the
     * length of {@code varchar(n)} and {@code char(n)} is dropped.
     *
     * @throws IllegalArgumentException if the text is no type
     */
    @JsonCreator
    static ColumnType parse(String text) {
        return new TypeParser(text).parse();
    }
}
