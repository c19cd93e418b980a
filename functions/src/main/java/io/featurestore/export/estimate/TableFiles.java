package io.featurestore.export.estimate;

import java.util.List;

import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.S3Uri;
import io.featurestore.export.query.Reading;
import io.featurestore.export.request.ExportRequest;
import io.featurestore.export.table.Table;

/** Finds the files that a query would read. */
final class TableFiles {
    private final ObjectStore objects;
    private final TableStorage storage;

    TableFiles(ObjectStore objects, TableStorage storage) {
        this.objects = objects;
        this.storage = storage;
    }

    /** Returns the files that the request leaves in, in the same order each time. */
    List<DataFile> of(ExportRequest request, Table table, Reading reading) {
        TableStorage.Place place = storage.place(table.database(), table.name()).orElseThrow(
                () -> new ExportFailure.TableNotFound("The data catalog names no place for table " + table
                        .qualifiedName() + ", so its files cannot be counted. Repair its StorageDescriptor."));
        S3Uri location = ListedFiles.folder(place.location());
        return new ListedFiles(objects, storage).of(request, table, reading, location);
    }
}
