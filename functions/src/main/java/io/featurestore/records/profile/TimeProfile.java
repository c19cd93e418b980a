package io.featurestore.records.profile;

import io.featurestore.records.profile.Histogram.Widths;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Profiles a column of instants: the first one, the last one, and a histogram.
final class TimeProfile {
    private final InstantText text = new InstantText();
    private Histogram histogram = new Histogram(Widths.TIMES);
    private long firstSecond = Long.MAX_VALUE;
    private int firstNano;
    private long lastSecond = Long.MIN_VALUE;
    private int lastNano;

    /// Adds an instant.
    ///
    /// @throws io.featurestore.records.text.ValueFormatException if the text is not an instant
    void add(byte[] bytes, int start, int length) {
        text.read(bytes, start, length);
        long second = text.epochSecond();
        first(second, text.nano());
        last(second, text.nano());
        histogram.add((double) second);
    }

    private void first(long second, int nano) {
        if (second < firstSecond || second == firstSecond && nano < firstNano) {
            firstSecond = second;
            firstNano = nano;
        }
    }

    private void last(long second, int nano) {
        if (second > lastSecond || second == lastSecond && nano > lastNano) {
            lastSecond = second;
            lastNano = nano;
        }
    }

    void merge(TimeProfile other) {
        first(other.firstSecond, other.firstNano);
        last(other.lastSecond, other.lastNano);
        histogram.merge(other.histogram);
    }

    ColumnStatistics.Times statistics() {
        return histogram.isEmpty()
                ? new ColumnStatistics.Times(Optional.empty(), Optional.empty(), Optional.empty())
                : new ColumnStatistics.Times(
                        Optional.of(Instant.ofEpochSecond(firstSecond, firstNano)),
                        Optional.of(Instant.ofEpochSecond(lastSecond, lastNano)),
                        ColumnStatistics.Bins.of(histogram));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(firstSecond);
        out.writeInt(firstNano);
        out.writeLong(lastSecond);
        out.writeInt(lastNano);
        histogram.write(out);
    }

    static TimeProfile read(DataInput in) throws IOException {
        TimeProfile times = new TimeProfile();
        times.firstSecond = in.readLong();
        times.firstNano = in.readInt();
        times.lastSecond = in.readLong();
        times.lastNano = in.readInt();
        times.histogram = Histogram.read(Widths.TIMES, in);
        return times;
    }
}
