package io.featurestore.records.profile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Computes the statistics of a column in the plainest way: it keeps all values and uses exact arithmetic.
final class PlainProfile {
    private static final MathContext EXACT = new MathContext(80);

    /// The values other than NULL.
    final List<String> values;
    /// The number of NULLs.
    final long nulls;

    PlainProfile(List<String> column) {
        values = column.stream().filter(Objects::nonNull).toList();
        nulls = column.size() - values.size();
    }

    /// Returns the number of occurrences of each distinct value.
    Map<String, Long> occurrences() {
        Map<String, Long> occurrences = new HashMap<>();
        values.forEach(value -> occurrences.merge(value, 1L, Long::sum));
        return occurrences;
    }

    /// Returns the finite numbers, each as its exact decimal value.
    List<BigDecimal> numbers() {
        return parsed(text -> text.matches("NaN|-?Infinity") ? null : new BigDecimal(text));
    }

    /// Returns the number of values that are NaN or infinite.
    long notFinite() {
        return values.stream().filter(text -> text.matches("NaN|-?Infinity")).count();
    }

    /// Returns the instants; numbers are seconds since the epoch.
    List<Instant> instants() {
        return parsed(PlainProfile::instant);
    }

    /// Returns the values that a function parses, without those for which it returns null.
    private <T> List<T> parsed(Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (String value : values) {
            try {
                T result = parser.apply(value);
                if (result != null) {
                    parsed.add(result);
                }
            } catch (NumberFormatException | DateTimeParseException e) {
                // The value is not of the type.
                continue;
            }
        }
        return parsed;
    }

    private static Instant instant(String text) {
        if (text.matches("-?[0-9.]+")) {
            BigInteger micros = new BigDecimal(text)
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_UP)
                    .toBigInteger();
            BigInteger[] parts = micros.divideAndRemainder(BigInteger.valueOf(1_000_000));
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact() * 1_000);
        }
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String iso = text.replace(' ', 'T');
        return iso.matches(".*(Z|[+-]..:..)")
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    /// Returns the smallest and the largest value in the order of code points; empty if there is no value.
    Optional<List<String>> textBounds() {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(List.of(
                        values.stream().min(PlainProfile::compare).orElseThrow(),
                        values.stream().max(PlainProfile::compare).orElseThrow()));
    }

    private static int compare(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    /// Returns the lengths in code points.
    List<Integer> lengths() {
        return values.stream()
                .map(text -> text.codePointCount(0, text.length()))
                .toList();
    }

    /// Returns the length of a text in bytes.
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Returns the exact mean.
    static BigDecimal mean(List<BigDecimal> numbers) {
        return numbers.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.size()), EXACT);
    }

    /// Returns the standard deviation of the sample; there must be two numbers.
    static double deviation(List<BigDecimal> numbers) {
        BigDecimal mean = mean(numbers);
        BigDecimal squares = BigDecimal.ZERO;
        for (BigDecimal number : numbers) {
            BigDecimal difference = number.subtract(mean);
            squares = squares.add(difference.multiply(difference), EXACT);
        }
        return squares.divide(BigDecimal.valueOf(numbers.size() - 1L), EXACT)
                .sqrt(EXACT)
                .doubleValue();
    }
}
