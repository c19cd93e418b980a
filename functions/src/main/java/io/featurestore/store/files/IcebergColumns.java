package io.featurestore.store.files;

import io.featurestore.store.files.RowSelection.ColumnRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/// Finds the columns of an Iceberg table by the names of the data catalog, which are in lower case.
final class IcebergColumns {
    private final Schema schema;
    private final Map<String, NestedField> byName = new TreeMap<>();
    private final Optional<NameMapping> mapping;

    IcebergColumns(Schema schema, Map<String, String> properties) {
        this.schema = schema;
        schema.columns().forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
        this.mapping = Optional.ofNullable(properties.get(TableProperties.DEFAULT_NAME_MAPPING))
                .map(NameMappingParser::fromJson);
    }

    /// Returns a column of the current schema.
    Optional<NestedField> column(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Returns the name in the catalog of the column with a field id; empty if the current schema has no such column.
    Optional<String> name(int id) {
        return schema.columns().stream()
                .filter(column -> column.fieldId() == id)
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /// Returns the name in the catalog of a column in a file without field ids.
    Optional<String> mapped(String name) {
        return mapping.isEmpty()
                ? Optional.of(name)
                : Optional.ofNullable(mapping.get().find(name))
                        .flatMap(field -> Optional.ofNullable(field.id()))
                        .flatMap(this::name);
    }

    /// Returns Iceberg's names of the leaves of columns.
    List<String> leaves(List<String> columns) {
        List<String> names = new ArrayList<>();
        for (String name : columns) {
            column(name).ifPresent(column -> ids(column).forEach(id -> names.add(schema.findColumnName(id))));
        }
        return names;
    }

    private static Set<Integer> ids(NestedField column) {
        Set<Integer> ids = new java.util.TreeSet<>(TypeUtil.getProjectedIds(column.type()));
        if (column.type().isPrimitiveType()) {
            ids.add(column.fieldId());
        }
        return ids;
    }

    /// Returns a condition that all rows within the ranges meet. Ranges that Iceberg's type cannot be compared with are
    /// left out.
    Expression condition(List<ColumnRange> ranges) {
        Expression condition = Expressions.alwaysTrue();
        for (ColumnRange range : ranges) {
            Optional<NestedField> column = column(range.column());
            if (column.isEmpty()) {
                continue;
            }
            Type type = column.get().type();
            String name = column.get().name();
            Optional<Object> least = range.least().flatMap(value -> literal(type, value, RoundingMode.CEILING));
            Optional<Object> most = range.most().flatMap(value -> literal(type, value, RoundingMode.FLOOR));
            if (least.isPresent()) {
                condition = Expressions.and(condition, Expressions.greaterThanOrEqual(name, least.get()));
            }
            if (most.isPresent()) {
                condition = Expressions.and(condition, Expressions.lessThanOrEqual(name, most.get()));
            }
        }
        return condition;
    }

    private static Optional<Object> literal(Type type, Object value, RoundingMode rounding) {
        return switch (type.typeId()) {
            case STRING -> value instanceof String ? Optional.of(value) : Optional.empty();
            case BOOLEAN -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            case INTEGER, LONG -> value instanceof BigDecimal number ? whole(number, rounding) : Optional.empty();
            case DOUBLE ->
                value instanceof BigDecimal number ? Optional.of(beside(number, rounding)) : Optional.empty();
            case DATE -> value instanceof LocalDate date ? Optional.of(date.toString()) : Optional.empty();
            case TIMESTAMP ->
                value instanceof LocalDateTime time ? Optional.of(timestamp(type, time)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// Returns a double that is not greater than the number for a least value, and not less for a greatest one.
    private static double beside(BigDecimal number, RoundingMode rounding) {
        double nearest = number.doubleValue();
        return rounding == RoundingMode.CEILING ? Math.nextDown(nearest) : Math.nextUp(nearest);
    }

    private static Optional<Object> whole(BigDecimal number, RoundingMode rounding) {
        BigDecimal whole = number.setScale(0, rounding);
        boolean fits = whole.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                && whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? Optional.of(whole.longValueExact()) : Optional.empty();
    }

    /// Returns the text of a timestamp to the microsecond, in UTC.
    private static String timestamp(Type type, LocalDateTime time) {
        LocalDateTime micros = time.truncatedTo(ChronoUnit.MICROS);
        return ((Types.TimestampType) type).shouldAdjustToUTC()
                ? micros.atOffset(ZoneOffset.UTC).toString()
                : micros.toString();
    }
}
