package io.featurestore.store.files;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.QueryFailed;
import io.featurestore.failure.TableNotFound;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.TableStorage.Place;
import io.featurestore.store.files.Findings.Deletes;
import io.featurestore.store.files.Findings.Planning;
import io.featurestore.store.files.projection.PartitionProjection;
import io.featurestore.store.objects.ObjectStore;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Finds the data files of a table as the query engine finds them.
///
/// - An Iceberg table has the files of its current snapshot.
/// - A table with partition projection has the files in the folders of its projected partitions.
/// - Any other partitioned table has the files in the folders of its registered partitions, wherever they
///   are.
/// - A table without partition keys has the files below its location.
///
/// An object in a folder is no data file if it is empty, if its key ends in `/`, or if its name or one of the
/// folders between it and its partition's folder begins with `_` or `.` (trinodb/trino,
/// `BackgroundHiveSplitLoader` and `S3FileSystem`). Objects in other folders are not visible.
///
/// Files are handed over one by one, so memory does not grow with their number. Those of folders come in the
/// order of their keys; those of an Iceberg table come in any order.
public final class TableFiles {
    private final ObjectStore objects;
    private final TableStorage storage;
    private final Clock clock;

    /// Creates a finder. It makes no call yet.
    ///
    /// @param clock the clock that tells the time of the query
    public TableFiles(ObjectStore objects, TableStorage storage, Clock clock) {
        this.objects = objects;
        this.storage = storage;
        this.clock = clock;
    }

    /// Loads the reader of Iceberg's metadata before a snapshot is taken.
    public static void prepare() {
        IcebergFiles.prepare();
    }

    /// Hands over the files that may hold selected rows.
    ///
    /// A denial of access does not fail the search. The findings then say what was not seen.
    ///
    /// @throws TableNotFound if the catalog has no location for the table
    /// @throws QueryFailed if the table cannot be read by the query engine either
    /// @throws io.featurestore.failure.InvalidQuery if a partition key with injected projection has no value
    /// @throws io.featurestore.failure.Failure `Throttled`, `Transient`
    public Findings visit(Table table, RowSelection selection, Consumer<DataFile> each) {
        Place place = storage.place(table)
                .orElseThrow(() -> new TableNotFound("The data catalog has no location for table "
                        + table.qualifiedName() + ", so its files cannot be found. Repair its StorageDescriptor."));
        try {
            return place.iceberg() ? iceberg(table, place, selection, each) : folders(table, place, selection, each);
        } catch (AccessDenied e) {
            return unseen(place, e.getMessage());
        }
    }

    private Findings iceberg(Table table, Place place, RowSelection selection, Consumer<DataFile> each) {
        String metadata = place.parameter("metadata_location")
                .orElseThrow(() -> new QueryFailed("The data catalog marks table " + table.qualifiedName()
                        + " as an Iceberg table, but names no metadata_location. Athena cannot read it either; "
                        + "repair its parameters."));
        return new IcebergFiles(objects, table.qualifiedName(), metadata).visit(place.location(), selection, each);
    }

    private Findings folders(Table table, Place place, RowSelection selection, Consumer<DataFile> each) {
        Optional<String> foreign = place.inputFormat()
                .filter(format -> !format.contains("arquet"))
                .map(format -> "the table's files are read by " + format + ", and only Parquet files can be measured");
        if (foreign.isPresent()) {
            return unseen(place, foreign.get());
        }
        try {
            return new FolderFiles(objects).visit(place.location(), partitions(table, place, selection), each);
        } catch (UnlistableException e) {
            return unseen(place, e.reason());
        }
    }

    private PartitionFolders partitions(Table table, Place place, RowSelection selection) throws UnlistableException {
        if (table.partitionKeys().isEmpty()) {
            return RegisteredFolders.unpartitioned(place.location());
        }
        Optional<PartitionProjection> projection =
                PartitionProjection.of(table, place.parameters(), place.location(), clock.instant());
        return projection.isPresent()
                ? new ProjectedFolders(table, projection.get(), selection)
                : RegisteredFolders.of(table, place.location(), storage.partitions(table), selection);
    }

    private static Findings unseen(Place place, String reason) {
        return new Findings(Optional.of(reason), OptionalLong.empty(), place.location(), Deletes.NONE, Planning.NONE);
    }
}
