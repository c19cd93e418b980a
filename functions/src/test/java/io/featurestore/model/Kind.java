package io.featurestore.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// The types of columns in random tables.
enum Kind {
    TEXT("string", "VARCHAR", String.class, Optional.of("String")),
    LONG("bigint", "BIGINT", Long.class, Optional.of("Integral")),
    DOUBLE("double", "DOUBLE", Double.class, Optional.of("Fractional")),
    FLAG("boolean", "BOOLEAN", Boolean.class, Optional.empty()),
    INT("int", "INTEGER", Integer.class, Optional.empty()),
    FLOAT("float", "FLOAT", Float.class, Optional.empty()),
    DECIMAL("decimal(12,3)", "DECIMAL(12,3)", BigDecimal.class, Optional.empty()),
    DATE("date", "DATE", LocalDate.class, Optional.empty()),
    TIME("timestamp", "TIMESTAMP", LocalDateTime.class, Optional.empty());

    /// The type in the data catalog.
    final String glue;
    /// The type in DuckDB.
    final String duck;
    /// The class of the values.
    final Class<?> values;
    /// The type of a feature with such a column.
    final Optional<String> feature;

    Kind(String glue, String duck, Class<?> values, Optional<String> feature) {
        this.glue = glue;
        this.duck = duck;
        this.values = values;
        this.feature = feature;
    }

    /// Compares two values as the engine orders them: texts by their bytes, NaN above all numbers, and zeros of both
    /// signs equal.
    int compare(Object a, Object b) {
        return switch (this) {
            case TEXT -> Arrays.compareUnsigned(((String) a).getBytes(UTF_8), ((String) b).getBytes(UTF_8));
            case LONG -> Long.compare((Long) a, (Long) b);
            case DOUBLE -> Double.compare((Double) a + 0.0, (Double) b + 0.0);
            case FLOAT -> Float.compare((Float) a + 0.0f, (Float) b + 0.0f);
            case FLAG -> Boolean.compare((Boolean) a, (Boolean) b);
            case INT -> Integer.compare((Integer) a, (Integer) b);
            case DECIMAL -> ((BigDecimal) a).compareTo((BigDecimal) b);
            case DATE -> ((LocalDate) a).compareTo((LocalDate) b);
            case TIME -> ((LocalDateTime) a).compareTo((LocalDateTime) b);
        };
    }

    /// Returns the order of values with NULL before all others.
    Comparator<Object> nullsFirst() {
        return Comparator.nullsFirst(this::compare);
    }
}
