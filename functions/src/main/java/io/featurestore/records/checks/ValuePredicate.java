package io.featurestore.records.checks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.google.re2j.Pattern;

import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.profile.InstantText;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.ValueFormatException;

/** Whether one value, not NULL, is as expected. A value that is none of its column's type breaks what is asked of it. */
@FunctionalInterface
interface ValuePredicate {
    /** Returns whether the value is as expected. */
    boolean test(byte[] bytes, int start, int length);

    /** The number is not less (sign 1) or not greater (sign −1); NaN is neither. */
    static ValuePredicate number(Literal literal, int sign) {
        BigDecimal bound = new BigDecimal(literal.text());
        double near = bound.doubleValue();
        return readable((bytes, start, length) -> {
            double value = NumberText.binary64(bytes, start, length);
            // Where the doubles are one the exact numbers may still differ.
            return value == near
                    ? exact(bytes, start, length, bound) * sign >= 0
                    : sign > 0 ? value > near : value < near;
        });
    }

    private static int exact(byte[] bytes, int start, int length, BigDecimal bound) {
        return NumberText.isFinite(bytes, start, length)
                ? NumberText.exact(bytes, start, length).compareTo(bound)
                : bytes[start] == '-' ? -1 : 1;
    }

    /** The instant is not before (sign 1) or not after (sign −1). */
    static ValuePredicate instant(Literal literal, int sign) {
        byte[] text = literal.text().getBytes(StandardCharsets.UTF_8);
        InstantText bound = new InstantText();
        bound.read(text, 0, text.length);
        InstantText value = new InstantText();
        return readable((bytes, start, length) -> {
            value.read(bytes, start, length);
            int seconds = Long.compare(value.epochSecond(), bound.epochSecond());
            return (seconds != 0 ? seconds : Integer.compare(value.nano(), bound.nano())) * sign >= 0;
        });
    }

    /** The value as a whole matches; RE2 takes time in proportion to the value's length, whatever the expression. */
    static ValuePredicate matches(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return (bytes, start, length) -> pattern.matcher(Arrays.copyOfRange(bytes, start, start + length)).matches();
    }

    /** The number is one of these, whatever the digits it is written with. */
    static ValuePredicate numbers(List<Literal> literals) {
        Set<BigDecimal> numbers = new HashSet<>();
        literals.forEach(literal -> numbers.add(new BigDecimal(literal.text()).stripTrailingZeros()));
        return readable((bytes, start, length) -> numbers.contains(NumberText.exact(bytes, start, length)
                .stripTrailingZeros()));
    }

    /** The text is one of these. */
    static ValuePredicate texts(List<Literal> literals) {
        Set<String> texts = new HashSet<>();
        literals.forEach(literal -> texts.add(literal.text()));
        return (bytes, start, length) -> texts.contains(new String(bytes, start, length, StandardCharsets.UTF_8));
    }

    private static ValuePredicate readable(ValuePredicate test) {
        return (bytes, start, length) -> {
            try {
                return test.test(bytes, start, length);
            } catch (ValueFormatException e) {
                return false;
            }
        };
    }
}
