package io.featurestore.steps.estimate;

import java.util.List;

import io.featurestore.export.ExportRequest;
import io.featurestore.failure.TableNotFound;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.DataFile;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/** Finds the files that a query would read. */
final class DataFileFinder {
    /**
     * The files of a table.
     *
     * @param files its data files, in the same order each time
     * @param removed at most so many of their rows are deleted by position, in files of their own
     * @param removalBytes length of the files that say what is deleted, which the query reads too
     * @param removedByValue whether rows are deleted by their values too
     */
    record FoundFiles(List<DataFile> files, long removed, long removalBytes, boolean removedByValue) {
        /** Copies the list. */
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

    /** Returns the files that the request leaves in. */
    FoundFiles of(ExportRequest request, Table table, Reading reading) {
        TableStorage.Place place = storage.place(table.database(), table.name()).orElseThrow(
                () -> new TableNotFound("The data catalog names no place for table " + table
                        .qualifiedName() + ", so its files cannot be counted. Repair its StorageDescriptor."));
        if (table.iceberg() && place.metadata().isPresent()) {
            return new IcebergFiles(objects).of(S3Uri.parse(place.metadata().get()));
        }
        return new FoundFiles(new ListedFiles(objects, storage).of(request, table, reading, ListedFiles.folder(place
                .location())), 0, 0, false);
    }
}
