package io.featurestore.store.files.projection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Projects integers at equal steps.
///
/// @param least the first value
/// @param most the upper bound of the values
/// @param interval the step between two values
/// @param digits the number of digits, filled up with zeros; empty for plain numbers
record IntegerKey(long least, long most, long interval, OptionalInt digits) implements KeyProjection {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}");

    /// Parses the settings.
    ///
    /// @throws IllegalArgumentException if one is not valid; the message completes a sentence whose subject is the
    ///     range
    static IntegerKey parse(String range, long interval, OptionalInt digits) {
        String[] bounds = range.split(",", -1);
        if (bounds.length != 2) {
            throw new IllegalArgumentException("it is not two integers with a comma between them");
        }
        long least = number(bounds[0].strip());
        long most = number(bounds[1].strip());
        if (least > most) {
            throw new IllegalArgumentException("its first number is greater than its second");
        }
        return new IntegerKey(least, most, interval, digits);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an integer", e);
        }
    }

    @Override
    public Optional<String> value(String spelling) {
        return NUMBER.matcher(spelling).matches()
                ? text(new BigInteger(spelling)).filter(spelling::equals)
                : Optional.empty();
    }

    private Optional<String> text(BigInteger number) {
        boolean projected = number.compareTo(BigInteger.valueOf(least)) >= 0
                && number.compareTo(BigInteger.valueOf(most)) <= 0
                && number.subtract(BigInteger.valueOf(least))
                                .mod(BigInteger.valueOf(interval))
                                .signum()
                        == 0;
        return projected ? Optional.of(text(number.longValueExact())) : Optional.empty();
    }

    private String text(long number) {
        return digits.isPresent()
                ? String.format(Locale.ROOT, "%0" + digits.getAsInt() + "d", number)
                : Long.toString(number);
    }

    @Override
    public OptionalLong size() {
        BigInteger steps = BigInteger.valueOf(most)
                .subtract(BigInteger.valueOf(least))
                .divide(BigInteger.valueOf(interval))
                .add(BigInteger.ONE);
        return OptionalLong.of(steps.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
    }

    @Override
    public Stream<String> spellings() {
        return LongStream.range(0, size().orElseThrow()).mapToObj(step -> text(least + step * interval));
    }

    @Override
    public Optional<String> spelling(Object constant) {
        return switch (constant) {
            case String text -> value(text);
            case BigDecimal number when number.stripTrailingZeros().scale() <= 0 -> text(number.toBigIntegerExact());
            default -> Optional.empty();
        };
    }
}
