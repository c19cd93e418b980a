package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.iceberg.BucketFiles;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Prints calls of DuckDB's `read_parquet` that find columns by their field ids, which are the same in all files
/// whatever the columns are called there. In the result a column is called by its field id, so that it cannot meet
/// the name of another column, nor that of one that DuckDB adds.
final class DuckFiles {
    /// The name of the column with the path of a row's file.
    static final String FILE = "__file";
    /// The name of the column with the position of a row in its file.
    static final String POSITION = "file_row_number";

    private final BucketFiles files;

    DuckFiles(BucketFiles files) {
        this.files = files;
    }

    /// Returns the path of a file as DuckDB names it.
    ///
    /// @throws QueryFailure if there is no such file
    String path(ContentFile<?> file) throws QueryFailure {
        try {
            return files.path(file.location()).toString();
        } catch (NotFoundException e) {
            throw QueryFailure.user(
                    "ICEBERG_CANNOT_OPEN_SPLIT",
                    "Error opening Iceberg split " + file.location() + " (offset=0, length=" + file.fileSizeInBytes()
                            + "): the object does not exist");
        }
    }

    /// Returns the list of the paths of files.
    String list(Collection<? extends ContentFile<?>> all) throws QueryFailure {
        StringBuilder list = new StringBuilder("[");
        for (ContentFile<?> file : all) {
            list.append(list.length() > 1 ? ", " : "").append(Sql.literal(path(file)));
        }
        return list.append(']').toString();
    }

    /// Returns the list of the paths of files that [#path] has found before.
    String listOpened(Collection<? extends ContentFile<?>> all) {
        return all.stream()
                .map(file -> Sql.literal(files.path(file.location()).toString()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /// Returns the call that reads columns of files by their field ids.
    ///
    /// @param prefix what the names of the columns begin with
    /// @param options further options, each after a comma
    String read(
            Collection<? extends ContentFile<?>> all,
            Collection<Types.NestedField> columns,
            String prefix,
            String options)
            throws QueryFailure {
        return "read_parquet(" + list(all) + ", hive_partitioning = false" + options + ", schema = "
                + columns.stream()
                        .map(column -> entry(column.fieldId(), prefix + column.fieldId(), column.type()))
                        .collect(Collectors.joining(", ", "MAP {", "}"))
                + ")";
    }

    private static String entry(int id, String name, Type type) {
        List<Types.NestedField> children =
                type.isNestedType() ? type.asNestedType().fields() : List.of();
        return id + ": {name: " + Sql.literal(name) + ", type: " + Sql.literal(IcebergTypes.duck(type))
                + ", default_value: NULL"
                + (children.isEmpty()
                        ? ""
                        : children.stream()
                                .map(child -> entry(child.fieldId(), child.name(), child.type()))
                                .collect(Collectors.joining(", ", ", children: MAP {", "}")))
                + "}";
    }
}
