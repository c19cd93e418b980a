package io.featurestore.records.profile;

import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.TimeText;
import io.featurestore.records.text.TimeText.Zone;
import io.featurestore.records.text.ValueFormatException;

/// Parses instants in the forms that the feature store has: timestamps, dates and ISO-8601, in UTC if no zone is
/// given, and numbers as seconds since the epoch, with a precision of microseconds. An instance holds the last
/// instant that it parsed.
public final class InstantText {
    private static final double LAST = 62_135_596_800.0;
    private static final int MICROS = 1_000_000;
    private static final int NANOS_A_MICRO = 1_000;

    private final TimeText text = new TimeText();
    private long second;
    private int nano;

    /// Parses a value.
    ///
    /// @throws ValueFormatException if it is not an instant of the years 0001 to 9999
    public void read(byte[] bytes, int start, int length) {
        if (NumberText.isFinite(bytes, start, length)) {
            number(NumberText.binary64(bytes, start, length));
        } else {
            text.read(bytes, start, length, Zone.OPTIONAL);
            second = text.epochSecond();
            nano = text.nano();
        }
    }

    /// Converts seconds to the nearest microsecond: a double that holds seconds of today has no higher precision.
    private void number(double seconds) {
        if (!(Math.abs(seconds) < LAST)) {
            throw new ValueFormatException("is no number of seconds of the years 0001 to 3938");
        }
        second = (long) Math.floor(seconds);
        long micros = Math.round((seconds - second) * MICROS);
        second += micros / MICROS;
        nano = (int) (micros % MICROS) * NANOS_A_MICRO;
    }

    /// Returns the seconds since the epoch, rounded down, of the last instant.
    public long epochSecond() {
        return second;
    }

    /// Returns the nanoseconds after [#epochSecond].
    public int nano() {
        return nano;
    }
}
