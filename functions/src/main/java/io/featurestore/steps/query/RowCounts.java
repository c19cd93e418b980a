package io.featurestore.steps.query;

import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;

/// Keeps the counts of rows for the warnings.
public final class RowCounts {
    private RowCounts() {}

    /// Reads the counts of a query that succeeded, and writes [Document#COUNTED]. Writes nothing if nothing was
    /// counted.
    public static void keep(PolledQuery query, QueryEngine engine, WorkFolder work) {
        query.counting().ifPresent(run -> work.write(Document.COUNTED, CountedRows.read(run, engine::firstRow)));
    }
}
