package io.featurestore.steps.chunks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.featurestore.failure.ExportFailure;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.csv.MalformedRecordException;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.RangeStream;
import io.featurestore.store.objects.S3Uri;

/** Reads what a plan is made of and where it is kept. */
public final class PlanReader {
    private static final long HEADER_RANGE = 64 << 10;
    private static final int MAX_PLAN_BYTES = 16 << 20;

    private PlanReader() {}

    /** Returns the plan that lies at a place; {@code Internal} if there is none. */
    public static ExportPlan plan(ObjectStore store, S3Uri uri) {
        byte[] json = store.read(uri, MAX_PLAN_BYTES).orElseThrow(() -> new ExportFailure.Internal("The plan " + uri
                + " is gone."));
        try {
            return Json.MAPPER.readValue(json, ExportPlan.class);
        } catch (IOException e) {
            throw new ExportFailure.Internal("The plan " + uri + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the byte after a result's header record.
     *
     * @throws ExportFailure.Internal if the header does not name these columns
     */
    public static long headerEnd(ObjectStore store, ObjectRef result, List<OutputColumn> columns) {
        List<String> expected = columns.stream().map(OutputColumn::name).toList();
        try (RangeStream in = new RangeStream(store, result, 0, Math.min(HEADER_RANGE, result.size()))) {
            CsvRecordReader reader = new CsvRecordReader(new ByteWindow(in, 0), columns.size());
            List<String> names = reader.texts();
            if (!sameNames(names, expected)) {
                throw new ExportFailure.Internal("The result " + result.uri() + " has the columns " + names
                        + " where the query selects " + expected + ".");
            }
            return reader.offset();
        } catch (MalformedRecordException e) {
            throw new ExportFailure.Internal("The header of " + result.uri() + " " + e.reason() + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Athena may fold the case of a name. */
    private static boolean sameNames(List<String> names, List<String> expected) {
        boolean same = names.size() == expected.size();
        for (int i = 0; same && i < names.size(); i++) {
            same = names.get(i).equalsIgnoreCase(expected.get(i));
        }
        return same;
    }
}
