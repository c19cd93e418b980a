package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The smallest or the largest of numbers, with its exact text. If two numbers round to the same double, their
/// exact texts decide.
final class Extremum {
    private final int sign;
    private double value;
    private byte[] text = new byte[0];

    /// Creates an empty extremum.
    ///
    /// @param sign −1 for the smallest number, 1 for the largest
    Extremum(int sign) {
        this.sign = sign;
    }

    void add(double number, byte[] bytes, int start, int length) {
        boolean none = text.length == 0;
        if (none
                || (sign > 0 ? number > value : number < value)
                || number == value && isFurther(bytes, start, length)) {
            value = number;
            text = Arrays.copyOfRange(bytes, start, start + length);
        }
    }

    private boolean isFurther(byte[] bytes, int start, int length) {
        if (Arrays.equals(bytes, start, start + length, text, 0, text.length)) {
            return false;
        }
        String other = new String(bytes, start, length, StandardCharsets.US_ASCII);
        return new BigDecimal(other).compareTo(new BigDecimal(text())) * sign > 0;
    }

    void merge(Extremum other) {
        if (other.text.length > 0) {
            add(other.value, other.text, 0, other.text.length);
        }
    }

    private String text() {
        return new String(text, StandardCharsets.US_ASCII);
    }

    /// Returns the number with all its digits; empty if no number was added.
    Optional<BigDecimal> number() {
        return text.length == 0 ? Optional.empty() : Optional.of(new BigDecimal(text()));
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(value);
        out.writeShort(text.length);
        out.write(text);
    }

    static Extremum read(int sign, DataInput in) throws IOException {
        Extremum bound = new Extremum(sign);
        bound.value = in.readDouble();
        bound.text = new byte[in.readUnsignedShort()];
        in.readFully(bound.text);
        return bound;
    }
}
