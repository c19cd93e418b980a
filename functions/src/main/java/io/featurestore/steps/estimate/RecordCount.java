package io.featurestore.steps.estimate;

import java.util.OptionalLong;

import io.featurestore.export.ExportRequest.Records;
import io.featurestore.export.ExportRequest;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FileSums;

/**
 * How many records a request gives, by what is known of the rows.
 *
 * <ul>
 * <li>A deletion hides itself and all that is not newer of the same identifier, so without one every row stays, and with
 * some nobody knows how many go.
 * <li>{@code latest} gives one record for each identifier; how many there are no footer says.
 * <li>Groups are no more than rows; an aggregate over all rows is one record, even over none.
 * <li>{@code limit} cuts what is there.
 * </ul>
 */
final class RecordCount {
    private final ExportRequest request;
    private final Reading reading;

    RecordCount(ExportRequest request, Reading reading) {
        this.request = request;
        this.reading = reading;
    }

    /** Returns how many of the rows are left when others are deleted in files of their own. */
    static CountRange without(CountRange rows, DataFileFinder.FoundFiles table) {
        return new CountRange(table.removedByValue() ? 0 : Math.max(0, rows.least() - table.removed()), rows.most());
    }

    /** Returns the records of some files, before groups and limits. */
    CountRange rows(FileSums sums) {
        boolean deletions = sums.deletions().most() > 0;
        long most = request.includeDeleted() ? sums.selected().most() : sums.undeleted();
        if (request.records() == Records.LATEST) {
            boolean some = sums.selected().least() > 0 && !reading.filtered() && !(deletions && !request
                    .includeDeleted());
            return new CountRange(some ? 1 : 0, most);
        }
        return new CountRange(deletions && !request.includeDeleted() ? 0 : sums.selected().least(), most);
    }

    /** Returns the records that go out where there are so many rows. */
    CountRange records(CountRange rows) {
        CountRange records = reading.allRows()
                ? new CountRange(1, 1)
                : reading.groups()
                        ? new CountRange(Math.min(1, rows.least()), rows.most())
                        : rows;
        return limited(records, request.limit());
    }

    private static CountRange limited(CountRange records, OptionalLong limit) {
        return limit.isPresent()
                ? new CountRange(Math.min(records.least(), limit.getAsLong()), Math.min(records.most(), limit.getAsLong()))
                : records;
    }
}
