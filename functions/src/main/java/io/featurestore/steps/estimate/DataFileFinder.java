package io.featurestore.steps.estimate;

import io.featurestore.failure.TableNotFound;
import io.featurestore.sql.Reading;
import io.featurestore.sql.history.History;
import io.featurestore.steps.estimate.footer.DataFile;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.List;

/// Finds the data files that a query would read.
final class DataFileFinder {
    /// Holds the files of a table.
    ///
    /// @param files the data files, always in the same order
    /// @param removed upper bound of the rows that position delete files remove
    /// @param removalBytes total size in bytes of the delete files, which the query reads too
    /// @param removedByValue whether there are equality delete files
    record FoundFiles(List<DataFile> files, long removed, long removalBytes, boolean removedByValue) {
        FoundFiles {
            files = List.copyOf(files);
        }
    }

    private final ObjectStore objects;
    private final TableStorage storage;

    DataFileFinder(ObjectStore objects, TableStorage storage) {
        this.objects = objects;
        this.storage = storage;
    }

    /// Returns the files that may hold rows of the history and the condition.
    FoundFiles of(History history, Table table, Reading reading) {
        TableStorage.Place place = storage.place(table.database(), table.name())
                .orElseThrow(() -> new TableNotFound("The data catalog has no location for table "
                        + table.qualifiedName() + ", so its files cannot be counted. Repair its StorageDescriptor."));
        if (table.iceberg() && place.metadata().isPresent()) {
            return new IcebergFiles(objects).of(S3Uri.parse(place.metadata().get()));
        }
        return new FoundFiles(
                new ListedFiles(objects, storage).of(history, table, reading, ListedFiles.folder(place.location())),
                0,
                0,
                false);
    }
}
