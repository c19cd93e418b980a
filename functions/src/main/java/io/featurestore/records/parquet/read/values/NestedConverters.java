package io.featurestore.records.parquet.read.values;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/// Makes the converters that print a nested column as JSON: the text of `json_format(CAST(column AS JSON))`.
/// Fields of rows are found by name, in any case. The schema names what is read of the file: only the fields
/// of the type.
public final class NestedConverters {
    private final JsonTarget target = new JsonTarget();
    private final MessageType schema;
    private final Root root;

    /// Reports a type of the file, within a column, that Athena does not read as the type of the table.
    public static final class UnfitTypeException extends Exception {
        private final ColumnType type;
        private final transient Type stored;

        UnfitTypeException(ColumnType type, Type stored) {
            super(type + " " + stored);
            this.type = type;
            this.stored = stored;
        }

        /// Returns the type of the table.
        public ColumnType type() {
            return type;
        }

        /// Returns the type in the file.
        public Type stored() {
            return stored;
        }
    }

    /// Creates the converters of a column.
    ///
    /// @throws UnfitTypeException if Athena does not read the column as the type
    public NestedConverters(ColumnType type, Type column) throws UnfitTypeException {
        root = new Root();
        Built built = build(type, column, root);
        root.column = built.converter();
        root.bare = column.isRepetition(Repetition.REPEATED);
        schema = new MessageType("file", built.schema());
    }

    /// A converter, and the part of the file's schema that it reads.
    private record Built(Type schema, Converter converter) {}

    /// Makes a converter for a slot, and tells the part of the schema.
    private record Maker(Type schema, Function<JsonSlot, Converter> converter) {}

    /// Returns the schema to read.
    public MessageType schema() {
        return schema;
    }

    /// Returns the converter of records of [#schema].
    public GroupConverter root() {
        return root;
    }

    /// Returns the text that the converters write to.
    public JsonTarget target() {
        return target;
    }

    /// Returns whether the last record had a value that is not NULL.
    public boolean isPresent() {
        return root.present;
    }

    private Built build(ColumnType type, Type stored, JsonSlot slot) throws UnfitTypeException {
        Maker maker = maker(type, stored);
        return new Built(maker.schema(), maker.converter().apply(slot));
    }

    private Maker maker(ColumnType type, Type stored) throws UnfitTypeException {
        if (stored.isRepetition(Repetition.REPEATED)) {
            // A repeated field without a list around it is an array of itself; the slot writes the brackets.
            if (!(type instanceof ColumnType.Array array)) {
                throw new UnfitTypeException(type, stored);
            }
            return single(array.element(), stored);
        }
        return single(type, stored);
    }

    private Maker single(ColumnType type, Type stored) throws UnfitTypeException {
        return switch (type) {
            case ColumnType.Array array -> list(array, stored);
            case ColumnType.Map map -> map(map, stored);
            case ColumnType.Row row -> row(row, stored);
            default -> scalar(type, stored);
        };
    }

    private Maker scalar(ColumnType type, Type stored) throws UnfitTypeException {
        ValueText text = text(type, stored);
        return new Maker(stored, slot -> new JsonScalar(type, text, target, slot));
    }

    private static ValueText text(ColumnType type, Type stored) throws UnfitTypeException {
        boolean castable =
                switch (type) {
                    case Simple simple ->
                        switch (simple) {
                            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, DATE -> true;
                            default -> false;
                        };
                    case ColumnType.Decimal _ -> true;
                    case ColumnType.Timestamp timestamp -> !timestamp.zoned();
                    default -> false;
                };
        if (!castable || !stored.isPrimitive()) {
            throw new UnfitTypeException(type, stored);
        }
        return ValueTexts.of(type, 0, stored.asPrimitiveType(), true)
                .orElseThrow(() -> new UnfitTypeException(type, stored));
    }

    private Maker list(ColumnType.Array type, Type stored) throws UnfitTypeException {
        if (stored.isPrimitive() || !(stored.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
            throw new UnfitTypeException(type, stored);
        }
        GroupType group = stored.asGroupType();
        if (group.getFieldCount() != 1 || !group.getType(0).isRepetition(Repetition.REPEATED)) {
            throw new UnfitTypeException(type, stored);
        }
        Type repeated = group.getType(0);
        boolean three = !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.getName().equals("array")
                && !repeated.getName().equals(group.getName() + "_tuple");
        Maker element =
                three ? maker(type.element(), repeated.asGroupType().getType(0)) : single(type.element(), repeated);
        Type read = three ? repeated.asGroupType().withNewFields(List.of(element.schema())) : element.schema();
        return new Maker(
                group.withNewFields(List.of(read)), slot -> new JsonList(three, element.converter(), target, slot));
    }

    private Maker map(ColumnType.Map type, Type stored) throws UnfitTypeException {
        boolean map = !stored.isPrimitive()
                && (stored.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                        || stored.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation);
        if (!map || stored.asGroupType().getFieldCount() != 1) {
            throw new UnfitTypeException(type, stored);
        }
        GroupType group = stored.asGroupType();
        Type repeated = group.getType(0);
        if (repeated.isPrimitive()
                || !repeated.isRepetition(Repetition.REPEATED)
                || repeated.asGroupType().getFieldCount() != 2) {
            throw new UnfitTypeException(type, stored);
        }
        GroupType entry = repeated.asGroupType();
        ValueText keys = text(type.key(), entry.getType(0));
        Maker value = maker(type.value(), entry.getType(1));
        GroupType read = entry.withNewFields(List.of(entry.getType(0), value.schema()));
        return new Maker(
                group.withNewFields(List.of(read)), slot -> new JsonMap(keys, value.converter(), target, slot));
    }

    private Maker row(ColumnType.Row type, Type stored) throws UnfitTypeException {
        if (stored.isPrimitive() || stored.getLogicalTypeAnnotation() != null) {
            throw new UnfitTypeException(type, stored);
        }
        GroupType group = stored.asGroupType();
        List<Type> read = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Set<String> used = new HashSet<>();
        List<Maker> makers = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            String name = type.fields().get(i).name();
            for (Type own : group.getFields()) {
                if (own.getName().equalsIgnoreCase(name) && used.add(own.getName())) {
                    Maker maker = maker(type.fields().get(i).type(), own);
                    places.add(i);
                    makers.add(maker);
                    read.add(maker.schema());
                    break;
                }
            }
        }
        if (read.isEmpty()) {
            // One leaf is needed to know which rows are NULL.
            read.add(leaf(group.getType(0)));
        }
        List<String> names = type.fields().stream().map(ColumnType.Field::name).toList();
        return new Maker(group.withNewFields(read), slot -> {
            JsonRow row = new JsonRow(names, target, slot);
            for (int i = 0; i < makers.size(); i++) {
                boolean repeated = makers.get(i).schema().isRepetition(Repetition.REPEATED);
                row.add(makers.get(i).converter().apply(row.field(places.get(i), repeated)));
            }
            if (makers.isEmpty()) {
                row.add(ignoring(read.getFirst()));
            }
            return row;
        });
    }

    /// Returns a type with its first leaf alone.
    private static Type leaf(Type type) {
        return type.isPrimitive()
                ? type
                : type.asGroupType()
                        .withNewFields(List.of(leaf(type.asGroupType().getType(0))));
    }

    private static Converter ignoring(Type type) {
        if (type.isPrimitive()) {
            return new Ignored();
        }
        Converter child = ignoring(type.asGroupType().getType(0));
        return new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
                return child;
            }

            @Override
            public void start() {
                // The group prints nothing.
            }

            @Override
            public void end() {
                // The group prints nothing.
            }
        };
    }

    /// Prints nothing.
    private static final class Ignored extends PrimitiveConverter {
        @Override
        public void addBinary(Binary value) {
            // Only the levels of the value count.
        }

        @Override
        public void addBoolean(boolean value) {
            // Only the levels of the value count.
        }

        @Override
        public void addDouble(double value) {
            // Only the levels of the value count.
        }

        @Override
        public void addFloat(float value) {
            // Only the levels of the value count.
        }

        @Override
        public void addInt(int value) {
            // Only the levels of the value count.
        }

        @Override
        public void addLong(long value) {
            // Only the levels of the value count.
        }
    }

    /// The record, of which the column is the only field.
    private final class Root extends GroupConverter implements JsonSlot {
        private @Nullable Converter column;
        private boolean bare;
        private boolean present;

        @Override
        public void before() {
            if (bare) {
                target.out().put(present ? ',' : '[');
            }
            present = true;
        }

        @Override
        public Converter getConverter(int field) {
            return Objects.requireNonNull(column);
        }

        @Override
        public void start() {
            present = false;
        }

        @Override
        public void end() {
            if (bare) {
                target.out().ascii(present ? "]" : "[]");
                present = true;
            }
        }
    }
}
