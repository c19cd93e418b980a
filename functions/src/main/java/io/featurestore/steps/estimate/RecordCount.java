package io.featurestore.steps.estimate;

import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FileSums;
import io.featurestore.store.files.Findings.Deletes;
import java.util.OptionalLong;

/// Bounds the number of records that a request gives, from bounds on the number of rows.
///
/// - A deletion hides itself and every row of the same identifier that is not newer. Without deletions every row
///   stays; with deletions the number of hidden rows is unknown.
/// - `latest` gives one record for each identifier. No footer tells the number of identifiers.
/// - There are at most as many groups as rows. An aggregate over all rows is one record, even if there are no
///   rows.
/// - `limit` is an upper bound.
///
final class RecordCount {
    private final QuerySpec spec;
    private final Reading reading;

    RecordCount(QuerySpec spec, Reading reading) {
        this.spec = spec;
        this.reading = reading;
    }

    /// Returns the number of rows that are left after an Iceberg table's delete files are applied.
    static CountRange without(CountRange rows, Deletes deletes) {
        return new CountRange(deletes.byValue() ? 0 : Math.max(0, rows.least() - deletes.positions()), rows.most());
    }

    /// Returns the number of records in some files, before grouping and `limit`.
    CountRange rows(FileSums sums) {
        boolean deletions = sums.deletions().most() > 0;
        long most = spec.history().includeDeleted() ? sums.selected().most() : sums.undeleted();
        if (spec.history().latest()) {
            boolean some = sums.selected().least() > 0
                    && !reading.filtered()
                    && !(deletions && !spec.history().includeDeleted());
            return new CountRange(some ? 1 : 0, most);
        }
        return new CountRange(
                deletions && !spec.history().includeDeleted()
                        ? 0
                        : sums.selected().least(),
                most);
    }

    /// Returns the number of exported records for a number of rows.
    CountRange records(CountRange rows) {
        CountRange records = reading.allRows()
                ? new CountRange(1, 1)
                : reading.groups() ? new CountRange(Math.min(1, rows.least()), rows.most()) : rows;
        return limited(records, spec.selection().limit());
    }

    private static CountRange limited(CountRange records, OptionalLong limit) {
        return limit.isPresent()
                ? new CountRange(
                        Math.min(records.least(), limit.getAsLong()), Math.min(records.most(), limit.getAsLong()))
                : records;
    }
}
