package io.featurestore.steps.estimate.footer;

import io.featurestore.failure.QueryFailed;
import io.featurestore.failure.ResultChanged;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.store.files.DataFile;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;

/// Loads the footers of a table's files.
public final class FooterLoader {
    private final ObjectStore store;

    public FooterLoader(ObjectStore store) {
        this.store = store;
    }

    /// Returns a file's footer, whose columns have the names of the catalog; empty if the file, or this
    /// version of it, no longer exists. The table's writer may replace files at any time.
    ///
    /// @throws QueryFailed if it is not a Parquet file; the query could not read it either
    Optional<FileMetaData> read(DataFile file) {
        ObjectRef object = file.object();
        try {
            Optional<FileMetaData> footer = object.etag().isEmpty()
                    ? store.describe(object.uri()).map(d -> footer(d.ref()))
                    : Optional.of(footer(object));
            return footer.map(f -> file.metrics().map(m -> m.named(f)).orElse(f));
        } catch (ResultChanged e) {
            return Optional.empty();
        }
    }

    private FileMetaData footer(ObjectRef file) {
        try {
            return FooterReader.read(store, file);
        } catch (NotParquetException e) {
            throw new QueryFailed(
                    "The table's file " + file.uri() + " is not a complete Parquet file: " + e.getMessage()
                            + ". Athena could not read it either; remove it or write it again.",
                    e);
        }
    }
}
