package io.featurestore.steps.estimate.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.estimate.footer.LeafSums;
import io.featurestore.steps.estimate.footer.LeafSums.Kind;
import io.featurestore.steps.estimate.footer.ValueBounds;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SizeModelTest {
    private static final SizeModel MODEL = SizeModel.measured();
    private static final SizeModel.Output CSV = new SizeModel.Output(Format.CSV, Compression.GZIP, 5, true);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void givesMoreSlotsMoreBytesInProportion(Kind kind) {
        LeafSums one = leaf(kind, 1_000, 5_000);
        double bytes = MODEL.bytes(one, CSV);
        assertThat(bytes).isPositive();
        assertThat(MODEL.bytes(one.plus(one), CSV)).isBetween(1.6 * bytes, 2.4 * bytes);
    }

    @Test
    void expectsMoreOfWhatCompressesWorse() {
        SizeModel.Output parquet = new SizeModel.Output(Format.PARQUET, Compression.ZSTD, 5, true);
        assertThat(MODEL.bytes(leaf(Kind.INTEGER, 10_000, 75_000), parquet))
                .isGreaterThan(2 * MODEL.bytes(leaf(Kind.INTEGER, 10_000, 20_000), parquet));
    }

    /// Uses numbers whose bounds and stored bytes show that they are in order.
    @Test
    void expectsMoreOfNumbersThatComeInAnotherOrder() {
        LeafSums numbers = new LeafSums(
                Kind.INTEGER,
                new ValueBounds(10_000, 0, Optional.of(BigDecimal.ONE), Optional.of(BigDecimal.valueOf(10_000)), false),
                1,
                40_000,
                80_000,
                0,
                0,
                0,
                39_000);
        assertThat(MODEL.bytes(numbers, new SizeModel.Output(Format.PARQUET, Compression.ZSTD, 5, false)))
                .isGreaterThan(
                        1.1 * MODEL.bytes(numbers, new SizeModel.Output(Format.PARQUET, Compression.ZSTD, 5, true)));
    }

    @Test
    void countsNothingForNoSlots() {
        assertThat(MODEL.bytes(leaf(Kind.TEXT, 0, 0), CSV)).isZero();
    }

    @Test
    void knowsNoOutputThatWasNotMeasured() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MODEL.bytes(
                        leaf(Kind.TEXT, 10, 10), new SizeModel.Output(Format.CSV, Compression.NONE, 5, true)))
                .withMessageContaining("csv none");
    }

    private static LeafSums leaf(Kind kind, long slots, double compressed) {
        ValueBounds bounds = new ValueBounds(
                slots, 0, Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.valueOf(1_000_000)), false);
        return new LeafSums(kind, bounds, 1, compressed, 8.0 * slots, 0, 0, 0, 6.0 * slots);
    }
}
