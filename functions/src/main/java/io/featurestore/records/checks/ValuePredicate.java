package io.featurestore.records.checks;

import com.google.re2j.Pattern;
import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.profile.InstantText;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.ValueFormatException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tests one value, which is not NULL. A value that cannot be read as its column's type fails every test on its
/// size.
@FunctionalInterface
interface ValuePredicate {
    /// Returns whether the value passes the test.
    boolean test(byte[] bytes, int start, int length);

    /// Accepts numbers that are not less than the literal (sign 1), or not greater (sign −1). NaN fails both.
    static ValuePredicate number(Literal literal, int sign) {
        BigDecimal bound = new BigDecimal(literal.text());
        double near = bound.doubleValue();
        return readable((bytes, start, length) -> {
            double value = NumberText.binary64(bytes, start, length);
            // If both round to the same double, the exact numbers may still differ.
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

    /// Accepts instants that are not before the literal (sign 1), or not after it (sign −1).
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

    /// Accepts values that match as a whole. RE2 takes time in proportion to the length of the value, for every
    /// expression.
    static ValuePredicate matches(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return (bytes, start, length) -> pattern.matcher(Arrays.copyOfRange(bytes, start, start + length))
                .matches();
    }

    /// Accepts numbers that equal one of the literals; `1.0` equals `1`.
    static ValuePredicate numbers(List<Literal> literals) {
        Set<BigDecimal> numbers = new HashSet<>();
        literals.forEach(literal -> numbers.add(new BigDecimal(literal.text()).stripTrailingZeros()));
        return readable((bytes, start, length) ->
                numbers.contains(NumberText.exact(bytes, start, length).stripTrailingZeros()));
    }

    /// Accepts texts that equal one of the literals.
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
