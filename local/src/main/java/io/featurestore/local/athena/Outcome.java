package io.featurestore.local.athena;

import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.result.ResultColumn;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The outcome of a statement that succeeded. Nothing of it is visible before [QueryJob#put].
///
/// @param folder the folder of the files; the caller must delete it
/// @param scanned the amount of data that was read
/// @param columns the columns of the result; none if the statement has no result of its own
/// @param rows the number of rows that were written
/// @param bytes the length of the files with rows
/// @param uploads the files with their places in S3
/// @param manifest the place of the list of files that a statement wrote for others
/// @param change the change of the data catalog
record Outcome(
        Path folder,
        Relation.Scanned scanned,
        List<ResultColumn> columns,
        long rows,
        long bytes,
        List<Upload> uploads,
        Optional<S3Uri> manifest,
        Optional<Consumer<Catalog>> change) {
    /// A file that becomes an object.
    record Upload(Path file, S3Uri target, String contentType) {}
}
