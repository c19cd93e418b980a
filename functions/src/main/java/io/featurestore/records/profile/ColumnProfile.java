package io.featurestore.records.profile;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.text.ValueFormatException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;
import org.jspecify.annotations.Nullable;

/// Profiles one column: counts, frequent values, a sketch of the distinct values, and statistics that depend on
/// the column's type.
final class ColumnProfile {
    private static final int LOG_REGISTERS = 12;
    private static final int SHOWN_VALUES = 10;

    /// The settings of a profile.
    ///
    /// @param column the column
    /// @param eventTime whether the column is the event time
    /// @param slots capacity of the table of frequent values, a power of two
    record Settings(OutputColumn column, boolean eventTime, int slots) {
        boolean numbers() {
            return !column.asJson()
                    && switch (column.type()) {
                        case ColumnType.Decimal _ -> true;
                        case ColumnType.Simple simple ->
                            NumberProfile.isWhole(simple)
                                    || simple == ColumnType.Simple.REAL
                                    || simple == ColumnType.Simple.DOUBLE;
                        case ColumnType.Timestamp _, ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> false;
                    };
        }

        boolean times() {
            return !column.asJson()
                    && (eventTime
                            || column.type() instanceof ColumnType.Timestamp
                            || column.type() == ColumnType.Simple.DATE);
        }

        boolean texts() {
            return column.asJson()
                    || column.type() == ColumnType.Simple.VARCHAR
                    || column.type() == ColumnType.Simple.CHAR
                    || column.type() == ColumnType.Simple.JSON
                    || column.type() == ColumnType.Simple.UNKNOWN;
        }
    }

    private final Settings settings;
    private long count;
    private long nulls;
    private long unreadable;
    private FrequentValues frequent;
    private HllSketch distinct = new HllSketch(LOG_REGISTERS, TgtHllType.HLL_8);
    private @Nullable NumberProfile numbers;
    private @Nullable TimeProfile times;
    private @Nullable TextProfile texts;

    ColumnProfile(Settings settings) {
        this.settings = settings;
        frequent = new FrequentValues(settings.slots());
        numbers = settings.numbers() ? new NumberProfile(settings.column().type()) : null;
        times = settings.times() ? new TimeProfile() : null;
        texts = settings.texts() ? new TextProfile() : null;
    }

    void addNull() {
        nulls++;
    }

    void add(byte[] bytes, int start, int length) {
        count++;
        long hash = ValueHash.of(bytes, start, length);
        frequent.add(hash, bytes, start, length);
        distinct.update(hash);
        try {
            if (texts != null) {
                texts.add(bytes, start, length);
            }
            if (numbers != null) {
                numbers.add(bytes, start, length);
            }
            if (times != null) {
                times.add(bytes, start, length);
            }
        } catch (ValueFormatException e) {
            unreadable++;
        }
    }

    void merge(ColumnProfile other) {
        count += other.count;
        nulls += other.nulls;
        unreadable += other.unreadable;
        frequent.merge(other.frequent);
        HllUnion union = new HllUnion(LOG_REGISTERS);
        union.update(distinct);
        union.update(other.distinct);
        distinct = union.getResult(TgtHllType.HLL_8);
        if (numbers != null && other.numbers != null) {
            numbers.merge(other.numbers);
        }
        if (times != null && other.times != null) {
            times.merge(other.times);
        }
        if (texts != null && other.texts != null) {
            texts.merge(other.texts);
        }
    }

    ColumnStatistics statistics() {
        boolean exact = frequent.error() == 0;
        long different = exact ? frequent.size() : Math.min(count, Math.round(distinct.getCompositeEstimate()));
        return new ColumnStatistics(
                settings.column().name(),
                settings.column().type().toString(),
                count,
                nulls,
                unreadable,
                different,
                exact,
                frequent.top(SHOWN_VALUES).stream()
                        .map(item -> new ColumnStatistics.Frequent(
                                TruncatedText.of(item.text(), item.length()), item.count()))
                        .toList(),
                frequent.error(),
                Optional.ofNullable(numbers).map(NumberProfile::statistics),
                Optional.ofNullable(times).map(TimeProfile::statistics),
                Optional.ofNullable(texts).map(TextProfile::statistics));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(nulls);
        out.writeLong(unreadable);
        frequent.write(out);
        byte[] sketch = distinct.toCompactByteArray();
        out.writeInt(sketch.length);
        out.write(sketch);
        if (numbers != null) {
            numbers.write(out);
        }
        if (times != null) {
            times.write(out);
        }
        if (texts != null) {
            texts.write(out);
        }
    }

    static ColumnProfile read(Settings settings, DataInput in) throws IOException {
        ColumnProfile column = new ColumnProfile(settings);
        column.count = in.readLong();
        column.nulls = in.readLong();
        column.unreadable = in.readLong();
        column.frequent = FrequentValues.read(settings.slots(), in);
        byte[] sketch = new byte[in.readInt()];
        in.readFully(sketch);
        column.distinct = HllSketch.heapify(MemorySegment.ofArray(sketch));
        column.numbers =
                settings.numbers() ? NumberProfile.read(settings.column().type(), in) : null;
        column.times = settings.times() ? TimeProfile.read(in) : null;
        column.texts = settings.texts() ? TextProfile.read(in) : null;
        return column;
    }
}
