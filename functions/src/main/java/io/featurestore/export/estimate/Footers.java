package io.featurestore.export.estimate;

import java.util.Optional;

import org.apache.parquet.format.FileMetaData;

import io.featurestore.export.conversion.parquet.FooterReader;
import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;

/** Reads footers of a table's files. */
final class Footers {
    private final ObjectStore store;

    Footers(ObjectStore store) {
        this.store = store;
    }

    /**
     * Returns a file's footer; empty where the file is not there any more, or not in that version: the table's writer
     * may replace files at any time.
     *
     * @throws ExportFailure.QueryFailed if it is no Parquet file, which the query could not read either
     */
    Optional<FileMetaData> read(ObjectRef file) {
        try {
            return file.etag().isEmpty()
                    ? store.describe(file.uri()).map(d -> footer(d.ref()))
                    : Optional.of(footer(file));
        } catch (ExportFailure.ResultChanged e) {
            return Optional.empty();
        }
    }

    private FileMetaData footer(ObjectRef file) {
        try {
            return FooterReader.read(store, file);
        } catch (FooterReader.NotParquetException e) {
            throw new ExportFailure.QueryFailed("The table's file " + file.uri() + " is no whole Parquet file: " + e
                    .getMessage() + ". Athena could not read it either; remove it or write it again.", e);
        }
    }
}
