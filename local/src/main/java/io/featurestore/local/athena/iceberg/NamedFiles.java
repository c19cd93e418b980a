package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.MappedFields;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Reads data files without field ids, as an import leaves them. The name mapping of the table says which names its
/// columns have there (iceberg.apache.org/spec/#name-mapping-serialization). A column that such a file lacks has the
/// value of the file's partition if the table is partitioned by the column itself
/// (iceberg.apache.org/spec/#column-projection), else NULL.
final class NamedFiles {
    private final Table table;
    private final DuckFiles files;
    private final MappedFields mapping;

    /// Describes files that are read in the same way.
    ///
    /// @param root the columns of the files
    /// @param constants the values of the columns that the files lack, by field id
    record Layout(FileSchemas.Node root, Map<Integer, String> constants) {}

    private NamedFiles(Table table, DuckFiles files, MappedFields mapping) {
        this.table = table;
        this.files = files;
        this.mapping = mapping;
    }

    /// Returns the way to read files without field ids; empty for a table that can have none, because it has no name
    /// mapping.
    static Optional<NamedFiles> of(Table table, DuckFiles files) {
        return Optional.ofNullable(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING))
                .map(json -> new NamedFiles(
                        table, files, NameMappingParser.fromJson(json).asMappedFields()));
    }

    /// Returns the names that a column has in files without field ids.
    Set<String> names(int id) {
        return Optional.ofNullable(mapping.field(id)).map(MappedField::names).orElse(Set.of());
    }

    /// Groups files by their layout. The files with field ids are in the group of the empty key.
    Map<Optional<Layout>, List<DataFile>> layouts(Connection duck, List<DataFile> data)
            throws SQLException, QueryFailure {
        Map<String, FileSchemas.Node> roots = FileSchemas.read(duck, files.list(data));
        Map<Optional<Layout>, List<DataFile>> groups = new LinkedHashMap<>();
        for (DataFile file : data) {
            FileSchemas.Node root = Objects.requireNonNull(roots.get(files.path(file)));
            boolean identified =
                    root.children().stream().anyMatch(node -> node.id().isPresent());
            groups.computeIfAbsent(
                            identified ? Optional.empty() : Optional.of(new Layout(root, constants(file))),
                            key -> new ArrayList<>())
                    .add(file);
        }
        return groups;
    }

    private Map<Integer, String> constants(DataFile file) {
        PartitionSpec spec = Objects.requireNonNull(table.specs().get(file.specId()));
        Map<Integer, String> constants = new LinkedHashMap<>();
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            if (field.transform().isIdentity()) {
                Type type = spec.partitionType().fields().get(i).type();
                constants.put(
                        field.sourceId(),
                        DuckValues.literal(type, file.partition().get(i, Object.class)));
            }
        }
        return constants;
    }

    /// Returns the SELECT that reads files of one layout, with the names that [DuckFiles#read] gives the columns.
    ///
    /// @param extra further columns of the call, each after a comma
    String read(
            Layout layout,
            List<DataFile> group,
            Collection<Types.NestedField> columns,
            String prefix,
            String options,
            String extra)
            throws QueryFailure {
        String select = columns.stream()
                .map(column -> "CAST("
                        + value(column, layout.root(), mapping, "r.")
                                .orElse(layout.constants().getOrDefault(column.fieldId(), "NULL"))
                        + " AS " + IcebergTypes.duck(column.type()) + ") AS " + prefix + column.fieldId())
                .collect(Collectors.joining(", "));
        return "(SELECT " + select + extra + " FROM read_parquet(" + files.list(group) + ", hive_partitioning = false"
                + options + ") r)";
    }

    /// Returns the expression for a field of a row or a struct; empty if the file does not have it.
    private Optional<String> value(Types.NestedField field, FileSchemas.Node parent, MappedFields names, String owner) {
        return Optional.ofNullable(names).map(all -> all.field(field.fieldId())).flatMap(mapped -> parent.child(
                        mapped.names())
                .map(node -> converted(owner + Sql.quote(node.name()), field.type(), node, mapped)));
    }

    private String converted(String value, Type type, FileSchemas.Node node, MappedField names) {
        return switch (type.typeId()) {
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> Sql.quote(field.name()) + " := "
                                + value(field, node, names.nestedMapping(), "(" + value + ").")
                                        .orElse("CAST(NULL AS " + IcebergTypes.duck(field.type()) + ")"))
                        .collect(Collectors.joining(
                                ", ", "CASE WHEN " + value + " IS NOT NULL THEN struct_pack(", ") END"));
            case LIST -> {
                Type element = type.asListType().elementType();
                String name = "e" + names.id();
                yield element.isNestedType()
                        ? "list_transform(" + value + ", lambda " + name + ": "
                                + converted(name, element, node.repeated().repeated(), child(names, "element")) + ")"
                        : value;
            }
            case MAP -> {
                Type content = type.asMapType().valueType();
                FileSchemas.Node entry = node.repeated();
                String name = "e" + names.id();
                yield content.isNestedType()
                        ? "map_from_entries(list_transform(map_entries(" + value + "), lambda " + name
                                + ": {'key': " + name + ".key, 'value': "
                                + converted(
                                        name + ".value",
                                        content,
                                        entry.children().get(1),
                                        child(names, "value"))
                                + "}))"
                        : value;
            }
            default -> value;
        };
    }

    private static MappedField child(MappedField names, String name) {
        MappedFields nested = names.nestedMapping();
        return nested.field(nested.id(name));
    }
}
