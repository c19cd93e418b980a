package io.featurestore.local.athena.files;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/// A node of a Parquet file's schema.
///
/// @param path the names of the nodes from the root to this one
/// @param repetition `required`, `optional` or `repeated`
/// @param physical the physical type; empty for a group
/// @param logical the logical type in Parquet's notation, such as `INTEGER(32,true)`; empty if there is none
/// @param children the nodes below a group
public record ParquetNode(
        List<String> path,
        String repetition,
        Optional<Type> physical,
        String logical,
        int length,
        List<ParquetNode> children) {
    private static final String LIST = "LIST";

    static ParquetNode of(List<String> path, SchemaElement element, List<ParquetNode> children) {
        FieldRepetitionType repetition =
                Objects.requireNonNullElse(element.getRepetition_type(), FieldRepetitionType.REQUIRED);
        return new ParquetNode(
                path,
                repetition.name().toLowerCase(Locale.ROOT),
                Optional.ofNullable(element.getType()),
                logical(element),
                element.isSetType_length() ? element.getType_length() : 0,
                children);
    }

    /// Returns the name of the node.
    public String name() {
        return path.getLast();
    }

    public boolean isRepeated() {
        return repetition.equals("repeated");
    }

    /// Returns a field of a group by its name, in any case.
    public Optional<ParquetNode> child(String name) {
        return children.stream()
                .filter(child -> child.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Returns the element of a list: of one with two or three levels
    /// (github.com/apache/parquet-format, LogicalTypes.md, "Backward-compatibility rules").
    public Optional<ParquetNode> element() {
        if (isRepeated()) {
            // A repeated field outside a list is a list of itself.
            return Optional.of(new ParquetNode(path, "required", physical, logical, length, children));
        }
        if (!logical.equals(LIST)
                || children.size() != 1
                || !children.getFirst().isRepeated()) {
            return Optional.empty();
        }
        ParquetNode repeated = children.getFirst();
        boolean twoLevels = repeated.physical().isPresent()
                || repeated.children().size() != 1
                || repeated.name().equals("array")
                || repeated.name().equals(name() + "_tuple");
        return Optional.of(
                twoLevels
                        ? new ParquetNode(
                                repeated.path(),
                                "required",
                                repeated.physical(),
                                repeated.logical(),
                                repeated.length(),
                                repeated.children())
                        : repeated.children().getFirst());
    }

    /// Returns key and value of a map.
    public Optional<List<ParquetNode>> entry() {
        boolean map = logical.startsWith("MAP")
                && children.size() == 1
                && children.getFirst().children().size() == 2;
        return map ? Optional.of(children.getFirst().children()) : Optional.empty();
    }

    /// Returns whether the node is a group that is no list and no map.
    public boolean isStruct() {
        return physical.isEmpty() && logical.isEmpty();
    }

    /// Describes a column as Parquet's `ColumnDescriptor` does, such as `[v] optional int32 v (DATE)`.
    public String describe() {
        String type = physical.map(known -> known == Type.FIXED_LEN_BYTE_ARRAY
                        ? "fixed_len_byte_array(" + length + ")"
                        : known == Type.BYTE_ARRAY ? "binary" : known.name().toLowerCase(Locale.ROOT))
                .orElse("group");
        String annotation = logical.isEmpty() ? "" : " (" + logical + ")";
        return path + " " + repetition + " " + type + " " + name() + annotation;
    }

    private static String logical(SchemaElement element) {
        return Optional.ofNullable(element.getLogicalType())
                .map(ParquetNode::logical)
                .or(() -> Optional.ofNullable(element.getConverted_type()).map(type -> converted(type, element)))
                .orElse("");
    }

    private static String logical(LogicalType type) {
        return switch (type.getSetField()) {
            case STRING -> "STRING";
            case MAP -> "MAP";
            case LIST -> LIST;
            case ENUM -> "ENUM";
            case DECIMAL ->
                "DECIMAL(" + type.getDECIMAL().getPrecision() + ","
                        + type.getDECIMAL().getScale() + ")";
            case DATE -> "DATE";
            case TIME ->
                "TIME(" + unit(Objects.requireNonNull(type.getTIME().getUnit())) + ","
                        + type.getTIME().isIsAdjustedToUTC() + ")";
            case TIMESTAMP ->
                "TIMESTAMP(" + unit(Objects.requireNonNull(type.getTIMESTAMP().getUnit())) + ","
                        + type.getTIMESTAMP().isIsAdjustedToUTC() + ")";
            case INTEGER ->
                "INTEGER(" + type.getINTEGER().getBitWidth() + ","
                        + type.getINTEGER().isIsSigned() + ")";
            case UNKNOWN -> "UNKNOWN";
            case JSON -> "JSON";
            case BSON -> "BSON";
            case UUID -> "UUID";
            case FLOAT16 -> "FLOAT16";
            default -> type.getSetField().getFieldName();
        };
    }

    private static String unit(TimeUnit unit) {
        return unit.getSetField().name();
    }

    private static String converted(ConvertedType type, SchemaElement element) {
        return switch (type) {
            case UTF8 -> "STRING";
            case MAP, MAP_KEY_VALUE -> "MAP";
            case LIST -> LIST;
            case ENUM -> "ENUM";
            case DECIMAL -> "DECIMAL(" + element.getPrecision() + "," + element.getScale() + ")";
            case DATE -> "DATE";
            case TIME_MILLIS -> "TIME(MILLIS,true)";
            case TIME_MICROS -> "TIME(MICROS,true)";
            case TIMESTAMP_MILLIS -> "TIMESTAMP(MILLIS,true)";
            case TIMESTAMP_MICROS -> "TIMESTAMP(MICROS,true)";
            case UINT_8 -> "INTEGER(8,false)";
            case UINT_16 -> "INTEGER(16,false)";
            case UINT_32 -> "INTEGER(32,false)";
            case UINT_64 -> "INTEGER(64,false)";
            case INT_8 -> "INTEGER(8,true)";
            case INT_16 -> "INTEGER(16,true)";
            case INT_32 -> "INTEGER(32,true)";
            case INT_64 -> "INTEGER(64,true)";
            case JSON -> "JSON";
            case BSON -> "BSON";
            case INTERVAL -> "INTERVAL";
        };
    }
}
