package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.QueryFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;

/// Lists the files that a scan of an Iceberg table reads.
///
/// @param whole the data files of which all rows are there
/// @param deleted the data files with delete files
/// @param positions the files that delete rows by their position
/// @param equalities the files that delete rows by their values
record PlannedFiles(
        List<DataFile> whole, List<DataFile> deleted, List<DeleteFile> positions, List<DeleteFile> equalities) {
    private static final Comparator<DataFile> AGE = Comparator.<DataFile>comparingLong(
                    file -> Objects.requireNonNullElse(file.dataSequenceNumber(), 0L))
            .thenComparing(ContentFile::location);

    /// Plans a scan. The files are in the order of their commits.
    ///
    /// @throws QueryFailure if a file has a format that is not served
    static PlannedFiles of(TableScan scan) throws QueryFailure {
        List<DataFile> whole = new ArrayList<>();
        List<DataFile> deleted = new ArrayList<>();
        Map<String, DeleteFile> positions = new LinkedHashMap<>();
        Map<String, DeleteFile> equalities = new LinkedHashMap<>();
        try (CloseableIterable<FileScanTask> tasks = scan.includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
                check(task.file());
                (task.deletes().isEmpty() ? whole : deleted).add(task.file());
                for (DeleteFile delete : task.deletes()) {
                    check(delete);
                    (delete.content() == FileContent.EQUALITY_DELETES ? equalities : positions)
                            .put(delete.location(), delete);
                }
            }
        } catch (IOException e) {
            throw QueryFailure.system("GENERIC_INTERNAL_ERROR: " + e, true);
        }
        // Manifests are read by several threads, so the tasks come in any order.
        whole.sort(AGE);
        deleted.sort(AGE);
        return new PlannedFiles(whole, deleted, List.copyOf(positions.values()), List.copyOf(equalities.values()));
    }

    private static void check(ContentFile<?> file) throws QueryFailure {
        if (file.format() != FileFormat.PARQUET) {
            throw QueryFailure.user(
                    "NOT_SUPPORTED",
                    "Iceberg files of the format " + file.format() + " are not served here: " + file.location());
        }
    }

    /// Returns whether there is no row.
    boolean isEmpty() {
        return whole.isEmpty() && deleted.isEmpty();
    }
}
