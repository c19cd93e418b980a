package io.featurestore.records.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class NumberTextTest {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,4})?");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

    /// Parses a text in the middle of a buffer. The other bytes would change its meaning if they were read.
    private interface Reader<T> {
        T read(byte[] bytes, int start, int length);

        default T of(String text) {
            byte[] value = text.getBytes(StandardCharsets.UTF_8);
            byte[] buffer = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
            return read(buffer, 1, value.length);
        }
    }

    private static Reader<Long> integer(long min, long max) {
        return (bytes, start, length) -> NumberText.integer(bytes, start, length, min, max);
    }

    private static Reader<BigInteger> unscaled(int precision, int scale) {
        return precision <= 18
                ? (bytes, start, length) ->
                        BigInteger.valueOf(NumberText.unscaled(bytes, start, length, precision, scale))
                : (bytes, start, length) -> NumberText.wideUnscaled(bytes, start, length, precision, scale);
    }

    @Property
    void readsEveryLong(@ForAll long value) {
        assertThat(integer(Long.MIN_VALUE, Long.MAX_VALUE).of(Long.toString(value)))
                .isEqualTo(value);
    }

    @Property
    void readsIntegersAsBigIntegerDoes(@ForAll("numberLike") String text, @ForAll long bound, @ForAll long otherBound) {
        long min = Math.min(bound, otherBound);
        long max = Math.max(bound, otherBound);

        if (INTEGER.matcher(text).matches() && isBetween(new BigInteger(text), min, max)) {
            assertThat(integer(min, max).of(text)).isEqualTo(Long.parseLong(text));
        } else {
            assertThatThrownBy(() -> integer(min, max).of(text)).isInstanceOf(ValueFormatException.class);
        }
    }

    @Property
    void readsIntegersAroundTheBoundsOfLong(@ForAll @IntRange(min = -30, max = 30) int offset, @ForAll boolean upper) {
        BigInteger value =
                BigInteger.valueOf(upper ? Long.MAX_VALUE : Long.MIN_VALUE).add(BigInteger.valueOf(offset));

        if (value.bitLength() < 64) {
            assertThat(integer(Long.MIN_VALUE, Long.MAX_VALUE).of(value.toString()))
                    .isEqualTo(value.longValueExact());
        } else {
            assertThatThrownBy(() -> integer(Long.MIN_VALUE, Long.MAX_VALUE).of(value.toString()))
                    .isInstanceOf(ValueFormatException.class)
                    .hasMessageStartingWith("is not between");
        }
    }

    @Property
    void readsDoublesToTheBit(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);

        assertThat(Double.doubleToLongBits(((Reader<Double>) NumberText::binary64).of(Double.toString(value))))
                .isEqualTo(Double.doubleToLongBits(value));
    }

    @Property
    void readsFloatsToTheBit(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);

        assertThat(Float.floatToIntBits(((Reader<Float>) NumberText::binary32).of(Float.toString(value))))
                .isEqualTo(Float.floatToIntBits(value));
    }

    /// Most of the texts are not exact doubles. One in four lies halfway between two doubles, as far as its
    /// digits allow.
    @Property(tries = 5_000)
    void roundsDoublesOfAllDigitsAsTheJdkDoes(
            @ForAll long digits, @ForAll @IntRange(min = -70, max = 70) int exponent) {
        double even = Double.longBitsToDouble(Double.doubleToLongBits(digits) & ~1L);
        String halfway = new BigDecimal(even)
                .add(new BigDecimal(Math.ulp(even)).divide(BigDecimal.TWO))
                .round(new MathContext(19))
                .toPlainString();
        for (String text : List.of(
                halfway,
                halfway + "e" + exponent,
                Long.toUnsignedString(digits) + "E" + exponent,
                (digits >> 30) + "." + (digits >>> 30))) {
            assertThat(((Reader<Double>) NumberText::binary64).of(text))
                    .as(text)
                    .isEqualTo(Double.parseDouble(text));
        }
    }

    @Property
    void roundsDoublesAsBigDecimalDoes(@ForAll("numberLike") String text) {
        Reader<Double> reader = NumberText::binary64;

        if (!NUMBER.matcher(text).matches()) {
            assertThatThrownBy(() -> reader.of(text))
                    .isInstanceOf(ValueFormatException.class)
                    .hasMessage("is not a number");
        } else if (Double.isInfinite(new BigDecimal(text).doubleValue())) {
            assertThatThrownBy(() -> reader.of(text))
                    .isInstanceOf(ValueFormatException.class)
                    .hasMessage("is beyond the range of double");
        } else {
            // BigDecimal has no negative zero.
            assertThat(reader.of(text) + 0.0).isEqualTo(new BigDecimal(text).doubleValue());
        }
    }

    @Property
    void readsDecimalsAsBigDecimalDoes(
            @ForAll @IntRange(min = 1, max = 38) int precision,
            @ForAll @IntRange(max = 38) int anyScale,
            @ForAll("numberLike") String text) {
        int scale = anyScale % (precision + 1);

        BigInteger expected = NUMBER.matcher(text).matches() ? expected(new BigDecimal(text), precision, scale) : null;

        if (expected != null) {
            assertThat(unscaled(precision, scale).of(text)).isEqualTo(expected);
        } else {
            assertThat(catchThrowable(() -> unscaled(precision, scale).of(text)))
                    .isInstanceOf(ValueFormatException.class);
        }
    }

    @Property
    void readsEveryDecimalOfAType(@ForAll("decimalTypes") int[] type, @ForAll BigInteger any) {
        BigInteger unscaled = any.mod(BigInteger.TEN.pow(type[0])).multiply(BigInteger.valueOf(any.signum()));
        String text = new BigDecimal(unscaled, type[1]).toPlainString();

        assertThat(unscaled(type[0], type[1]).of(text)).isEqualTo(unscaled);
    }

    @Example
    void refusesAVeryLongNumber() {
        String digits = "1".repeat(1_001);

        assertThatThrownBy(() -> unscaled(38, 0).of(digits)).isInstanceOf(ValueFormatException.class);
        assertThatThrownBy(() -> ((Reader<Double>) NumberText::binary64).of(digits))
                .isInstanceOf(ValueFormatException.class);
    }

    @Provide
    Arbitrary<int[]> decimalTypes() {
        return Arbitraries.integers().between(1, 38).flatMap(precision -> Arbitraries.integers()
                .between(0, precision)
                .map(scale -> new int[] {precision, scale}));
    }

    /// Provides numbers and texts that look like numbers.
    @Provide
    Arbitrary<String> numberLike() {
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(22);
        Arbitrary<String> zeros = Arbitraries.strings().withChars('0').ofMaxLength(25);
        Arbitrary<String> part = Arbitraries.oneOf(
                digits,
                zeros,
                Combinators.combine(digits, zeros).as(String::concat),
                Combinators.combine(zeros, digits).as(String::concat));
        Arbitrary<String> sign = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just("")),
                Tuple.of(3, Arbitraries.just("-")),
                Tuple.of(1, Arbitraries.of("+", "--", " ")));
        Arbitrary<String> fraction =
                Arbitraries.oneOf(Arbitraries.just(""), part.map(f -> "." + f), Arbitraries.of(".", ".1.2", ",5"));
        Arbitrary<String> exponent = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just("")),
                Tuple.of(3, Arbitraries.integers().between(-400, 400).map(e -> "E" + e)),
                Tuple.of(1, Arbitraries.of("e+5", "E", "e5.", "f", " ", "E99999")));
        return Combinators.combine(sign, part, fraction, exponent).as((s, i, f, e) -> s + i + f + e);
    }

    private static BigInteger expected(BigDecimal value, int precision, int scale) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        if (value.stripTrailingZeros().scale() > scale) {
            return null;
        }
        BigInteger unscaled = value.setScale(scale).unscaledValue();
        return unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) < 0 ? unscaled : null;
    }

    private static boolean isBetween(BigInteger value, long min, long max) {
        return value.compareTo(BigInteger.valueOf(min)) >= 0 && value.compareTo(BigInteger.valueOf(max)) <= 0;
    }
}
