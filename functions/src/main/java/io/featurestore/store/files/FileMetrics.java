package io.featurestore.store.files;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;

/// Holds what Iceberg metadata say about the columns of one Parquet file, and names the columns of its
/// footer.
public final class FileMetrics {
    private final IcebergColumns columns;
    private final List<String> wanted;
    private final ContentFile<?> file;

    FileMetrics(IcebergColumns columns, List<String> wanted, ContentFile<?> file) {
        this.columns = columns;
        this.wanted = wanted;
        this.file = file;
    }

    /// Returns a footer with one row group of all rows, with the wanted columns, their sizes, numbers of
    /// NULLs and bounds. Empty if the metadata lack the size of one of them: writers may keep metrics of the
    /// first 100 columns only, and a file that is older than a column has none of it.
    public Optional<FileMetaData> footer() {
        MetricsFooter footer = new MetricsFooter(file);
        for (String name : wanted) {
            Optional<NestedField> column = columns.column(name);
            if (column.isEmpty() || !footer.add(name, column.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(footer.build());
    }

    /// Gives the columns of the file's footer the names that they have in the catalog. Iceberg finds a column
    /// by its field id, so a file may have it under an earlier name. A column that the table no longer has
    /// gets a name that no column has.
    public FileMetaData named(FileMetaData footer) {
        List<SchemaElement> schema = Objects.requireNonNull(footer.getSchema(), "schema");
        boolean identified = schema.stream().anyMatch(SchemaElement::isSetField_id);
        int at = 1;
        for (int child = 0; child < schema.getFirst().getNum_children(); child++) {
            SchemaElement element = schema.get(at);
            String own = Objects.requireNonNull(element.getName(), "name");
            Optional<String> name = identified
                    ? columns.name(element.isSetField_id() ? element.getField_id() : -1)
                    : columns.mapped(own);
            element.setName(name.orElse("\0" + own));
            at = end(schema, at);
        }
        return footer;
    }

    /// Returns the index of the element after the one at `at` and all below it.
    private static int end(List<SchemaElement> schema, int at) {
        int children = schema.get(at).isSetNum_children() ? schema.get(at).getNum_children() : 0;
        int end = at + 1;
        for (int child = 0; child < children; child++) {
            end = end(schema, end);
        }
        return end;
    }
}
