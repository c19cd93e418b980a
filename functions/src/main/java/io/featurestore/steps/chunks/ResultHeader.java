package io.featurestore.steps.chunks;

import io.featurestore.failure.Internal;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.csv.MalformedRecordException;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.RangeStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Reads the header record of a query's result.
public final class ResultHeader {
    private static final long HEADER_RANGE = 64 << 10;

    private ResultHeader() {}

    /// Returns the byte after a result's header record.
    ///
    /// @throws Internal if the header does not name these columns
    public static long end(ObjectStore store, ObjectRef result, List<OutputColumn> columns) {
        List<String> expected = columns.stream().map(OutputColumn::name).toList();
        try (RangeStream in = new RangeStream(store, result, 0, Math.min(HEADER_RANGE, result.size()))) {
            CsvRecordReader reader = new CsvRecordReader(new ByteWindow(in, 0), columns.size());
            List<String> names = reader.texts();
            if (!sameNames(names, expected)) {
                throw new Internal("The result " + result.uri() + " has the columns " + names
                        + " where the query selects " + expected + ".");
            }
            return reader.offset();
        } catch (MalformedRecordException e) {
            throw new Internal("The header of " + result.uri() + " " + e.reason() + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Compares without case, because Athena may change the case of a name.
    private static boolean sameNames(List<String> names, List<String> expected) {
        boolean same = names.size() == expected.size();
        for (int i = 0; same && i < names.size(); i++) {
            same = names.get(i).equalsIgnoreCase(expected.get(i));
        }
        return same;
    }
}
