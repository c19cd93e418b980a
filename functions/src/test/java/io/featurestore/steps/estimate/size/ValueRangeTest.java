package io.featurestore.steps.estimate.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.featurestore.steps.estimate.footer.ValueBounds;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRangeTest {
    @ParameterizedTest
    @CsvSource({"id-0, id-999, 5.5, 8.3", "k1000, k1999, 5, 10.0", "same, same, 4, 0", "0a3f, ffe1, 4, 16"})
    void countsDigitsAfterWhatTextsBeginWith(String least, String most, double length, double bits) {
        assertThat(bits(least, most, length)).isEqualTo(bits, within(0.5));
    }

    @Test
    void givesNumbersAsManyDecimalsAsTheirBoundsHave() {
        assertThat(bits(BigDecimal.ZERO, BigDecimal.valueOf(1_023), 4)).isEqualTo(10, within(0.01));
        assertThat(bits(new BigDecimal("0.00"), new BigDecimal("10.23"), 4)).isEqualTo(10, within(0.01));
        assertThat(bits(BigDecimal.TEN, BigDecimal.TEN, 2)).isZero();
    }

    @Test
    void givesTimesTheUnitOfTheirBounds() {
        LocalDateTime start = LocalDateTime.parse("2024-01-01T00:00:00");
        assertThat(bits(start, start.plusHours(255), 23)).isEqualTo(8, within(0.01));
        assertThat(bits(start, start.plusSeconds(255), 23)).isEqualTo(8, within(0.01));
        assertThat(bits(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(63), 10)).isEqualTo(6, within(0.01));
    }

    @Test
    void takesTheLengthWhereThereAreNoBounds() {
        assertThat(ValueRange.bits(ValueBounds.unknown(10), 5)).isEqualTo(20);
        assertThat(ValueRange.bits(ValueBounds.unknown(10), 100)).isEqualTo(64);
    }

    @Test
    void widensBoundsByThoseOfOtherChunks() {
        ValueBounds both = bounds(BigDecimal.ONE, BigDecimal.TEN)
                .plus(ValueBounds.allNull(5))
                .plus(bounds(BigDecimal.ZERO, BigDecimal.TWO));
        assertThat(both)
                .isEqualTo(new ValueBounds(25, 5, Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.TEN), false));
        assertThat(both.plus(ValueBounds.unknown(1)).most()).isEmpty();
    }

    private static double bits(Object least, Object most, double length) {
        return ValueRange.bits(bounds(least, most), length);
    }

    private static ValueBounds bounds(Object least, Object most) {
        return new ValueBounds(10, 0, Optional.of(least), Optional.of(most), false);
    }
}
