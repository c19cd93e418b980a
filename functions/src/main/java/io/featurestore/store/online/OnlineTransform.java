package io.featurestore.store.online;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.Utf8Text;
import io.featurestore.records.text.ValueFormatException;
import io.featurestore.store.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns records into records that a bulk put accepts. Every value becomes a string, or a JSON list of strings for a
/// collection, the event time gets the form
/// that the feature group requires, numbers become plain text, and NULL is left out or replaced. Throws a
/// [RejectedRecordException] for a record that a put does not accept: no identifier, no event time, a value that
/// does not fit its feature's type, a value or record that is too large
/// (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-quotas.html).
public final class OnlineTransform implements RecordWriter {
    private static final ColumnType LIST = new ColumnType.Array(ColumnType.Simple.VARCHAR);
    private static final int MAX_VALUE_BYTES = 358_400;
    private static final int MAX_IDENTIFIER_BYTES = 2 << 10;
    private static final int MAX_RECORD_BYTES = 350 << 10;

    private final List<OutputColumn> columns;
    private final OnlineSpec spec;
    private final RecordWriter writer;
    private final EventTimeText eventTimes;
    private final byte[] nullValue;
    private final byte[] filledEventTime;
    private final boolean[] plainNumbers;
    private final @Nullable CollectionText[] collections;
    private final Fields transformed;
    private final int[] nameLengths;
    private byte[] scratch = new byte[8 << 10];
    private int used;
    /// The bytes of JSON around the elements of collections, which a put does not count.
    private int punctuation;
    private long namesLength;

    /// Creates a transform of records with the given columns. Passes the new records, which have the columns of
    /// [#columns], to `writer`.
    public OnlineTransform(List<OutputColumn> columns, OnlineSpec spec, RecordWriter writer) {
        this.columns = columns;
        this.spec = spec;
        this.writer = writer;
        eventTimes = new EventTimeText(spec.isoEventTime());
        nullValue = spec.nullValue().orElse("").getBytes(StandardCharsets.UTF_8);
        filledEventTime = spec.filledEventTime().orElse("").getBytes(StandardCharsets.UTF_8);
        plainNumbers = new boolean[columns.size()];
        for (int i = 0; i < plainNumbers.length; i++) {
            ColumnType type = columns.get(i).type();
            plainNumbers[i] = type == ColumnType.Simple.REAL || type == ColumnType.Simple.DOUBLE;
        }
        collections = new CollectionText[columns.size()];
        for (int i = 0; i < collections.length; i++) {
            collections[i] = collection(spec.features().get(i));
        }
        List<OutputColumn> written = columns(columns, spec);
        transformed = new Fields(written.size());
        nameLengths = written.stream()
                .mapToInt(c -> c.outputName().getBytes(StandardCharsets.UTF_8).length)
                .toArray();
    }

    /// Returns the columns of the output: those of the query and the event time if it is added. A column is text,
    /// or a list of texts in the form of JSON if its feature is a collection.
    public static List<OutputColumn> columns(List<OutputColumn> columns, OnlineSpec spec) {
        List<OutputColumn> written = new ArrayList<>();
        for (OutputColumn column : columns) {
            boolean list = spec.features().get(written.size()).collection().isPresent();
            written.add(new OutputColumn(
                    column.name(), column.outputName(), list ? LIST : ColumnType.Simple.VARCHAR, list));
        }
        if (spec.eventTimeColumn() < 0) {
            written.add(new OutputColumn(spec.eventTimeName(), spec.eventTimeName(), ColumnType.Simple.VARCHAR, false));
        }
        return written;
    }

    @Override
    public void write(Fields record) throws IOException {
        used = 0;
        punctuation = 0;
        namesLength = 0;
        transformed.buffer(scratch);
        for (int i = 0; i < columns.size(); i++) {
            try {
                value(record, i);
            } catch (ValueFormatException e) {
                throw unfit(record, i, e.reason());
            }
        }
        if (spec.eventTimeColumn() < 0) {
            put(columns.size(), filledEventTime, 0, filledEventTime.length);
        }
        long size = used - punctuation + namesLength;
        if (size > MAX_RECORD_BYTES) {
            throw unfit(
                    record,
                    spec.identifierColumn(),
                    "identifies a record of " + size + " bytes, and a put accepts at most " + MAX_RECORD_BYTES);
        }
        writer.write(transformed);
    }

    private void value(Fields record, int column) {
        if (record.isNull(column)) {
            nullValue(column);
            return;
        }
        byte[] bytes = record.bytes();
        int start = record.start(column);
        int length = record.length(column);
        if (column == spec.eventTimeColumn()) {
            byte[] text = eventTimes.of(bytes, start, length);
            put(column, text, 0, text.length);
            return;
        }
        CollectionText collection = collections[column];
        if (collection != null) {
            list(column, collection, bytes, start, length);
            return;
        }
        switch (spec.features().get(column).type()) {
            case STRING -> {
                Utf8Text.demand(bytes, start, length);
                if (plainNumbers[column] && NumberText.isFinite(bytes, start, length)) {
                    plain(column, bytes, start, length);
                } else {
                    put(column, bytes, start, length);
                }
            }
            case INTEGRAL -> integral(column, bytes, start, length);
            case FRACTIONAL -> {
                if (!NumberText.isFinite(bytes, start, length)) {
                    throw new ValueFormatException("is not a number, which the Fractional feature requires");
                }
                plain(column, bytes, start, length);
            }
        }
        checkSize(column, length);
    }

    private void nullValue(int column) {
        if (column == spec.identifierColumn()) {
            throw new ValueFormatException("cannot be the record identifier, which every put needs");
        }
        if (column == spec.eventTimeColumn()) {
            if (spec.filledEventTime().isEmpty()) {
                throw new ValueFormatException(
                        "cannot be the event time, which every put needs; addEventTime fills it");
            }
            put(column, filledEventTime, 0, filledEventTime.length);
        } else if (spec.nullValue().isPresent()) {
            CollectionText collection = collections[column];
            if (collection == null) {
                put(column, nullValue, 0, nullValue.length);
            } else {
                list(column, collection, nullValue, 0, nullValue.length);
            }
        } else {
            transformed.setNull(column);
        }
    }

    private void list(int column, CollectionText collection, byte[] bytes, int start, int length) {
        byte[] text = collection.of(bytes, start, length);
        put(column, text, 0, text.length);
        punctuation += text.length - collection.elementBytes();
    }

    private static @Nullable CollectionText collection(Table.Feature feature) {
        return feature.collection()
                .map(c -> new CollectionText(feature.type(), c))
                .orElse(null);
    }

    private void checkSize(int column, int length) {
        if (column == spec.identifierColumn() && (length == 0 || length > MAX_IDENTIFIER_BYTES)) {
            throw new ValueFormatException(
                    length == 0
                            ? "is empty and cannot be the record identifier, which every put needs"
                            : "is a record identifier of " + length + " bytes, and a put accepts at most "
                                    + MAX_IDENTIFIER_BYTES);
        }
        if (length > MAX_VALUE_BYTES) {
            throw new ValueFormatException("has " + length + " bytes, and a put accepts at most " + MAX_VALUE_BYTES);
        }
    }

    private void integral(int column, byte[] bytes, int start, int length) {
        boolean digits = true;
        for (int i = start; i < start + length; i++) {
            digits &= bytes[i] == '-' || (bytes[i] >= '0' && bytes[i] <= '9');
        }
        if (digits) {
            NumberText.integer(bytes, start, length, Long.MIN_VALUE, Long.MAX_VALUE);
            put(column, bytes, start, length);
            return;
        }
        try {
            byte[] text = Long.toString(NumberText.exact(bytes, start, length).longValueExact())
                    .getBytes(StandardCharsets.US_ASCII);
            put(column, text, 0, text.length);
        } catch (ArithmeticException e) {
            throw new ValueFormatException("is not a whole number, which the Integral feature requires");
        }
    }

    private void plain(int column, byte[] bytes, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (bytes[i] == 'E' || bytes[i] == 'e') {
                BigDecimal exact = NumberText.exact(bytes, start, length);
                byte[] text = exact.toPlainString().getBytes(StandardCharsets.US_ASCII);
                put(column, text, 0, text.length);
                return;
            }
        }
        put(column, bytes, start, length);
    }

    private void put(int column, byte[] bytes, int start, int length) {
        if (used + length > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, used + length));
            transformed.buffer(scratch);
        }
        System.arraycopy(bytes, start, scratch, used, length);
        transformed.set(column, used, length);
        used += length;
        // A put leaves out features that are NULL, with their names.
        namesLength += nameLengths[column];
    }

    private RejectedRecordException unfit(Fields record, int column, String reason) {
        return new RejectedRecordException(
                columns.get(column).outputName(), record.isNull(column) ? "NULL" : record.text(column), reason);
    }

    /// Returns whether a text is a valid value of a feature; a JSON list for a collection.
    static boolean fits(Table.Feature feature, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CollectionText collection = collection(feature);
        try {
            if (collection != null) {
                collection.of(bytes, 0, bytes.length);
                return true;
            }
            return switch (feature.type()) {
                case STRING -> true;
                case FRACTIONAL -> NumberText.isFinite(bytes, 0, bytes.length);
                case INTEGRAL -> {
                    NumberText.integer(bytes, 0, bytes.length, Long.MIN_VALUE, Long.MAX_VALUE);
                    yield true;
                }
            };
        } catch (ValueFormatException e) {
            return false;
        }
    }

    @Override
    public void finish() throws IOException {
        writer.finish();
    }
}
