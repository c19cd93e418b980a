package io.featurestore.steps.estimate.footer;

import java.util.List;
import java.util.Objects;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/// Reads the required fields of a Parquet footer. Each method throws a [NullPointerException] that names a
/// missing field.
public final class FooterFields {
    private FooterFields() {}

    static List<SchemaElement> schema(FileMetaData footer) {
        return Objects.requireNonNull(footer.getSchema(), "schema");
    }

    public static List<RowGroup> rowGroups(FileMetaData footer) {
        return Objects.requireNonNull(footer.getRow_groups(), "row groups");
    }

    public static ColumnMetaData chunk(RowGroup group, int index) {
        return Objects.requireNonNull(
                Objects.requireNonNull(group.getColumns(), "columns").get(index).getMeta_data(), "column chunk");
    }

    static String name(SchemaElement element) {
        return Objects.requireNonNull(element.getName(), "name");
    }

    /// Returns the physical type of a leaf.
    static Type type(SchemaElement element) {
        return Objects.requireNonNull(element.getType(), "type");
    }
}
