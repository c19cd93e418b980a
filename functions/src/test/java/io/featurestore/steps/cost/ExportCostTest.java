package io.featurestore.steps.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExportCostTest {
    @Test
    void asksForTenMegabytesAtLeast() {
        assertThat(ExportCost.of(usage(0, 0, 0)).athenaUsd()).isEqualByComparingTo("0.00005");
        assertThat(ExportCost.of(usage(10_000_000, 0, 0)).athenaUsd()).isEqualByComparingTo("0.00005");
        assertThat(ExportCost.of(usage(10_000_001, 0, 0)).athenaUsd()).isEqualByComparingTo("0.000055");
        assertThat(ExportCost.of(usage(1_000_000_000_000L, 0, 0)).athenaUsd()).isEqualByComparingTo("5");
    }

    @Test
    void addsTheConvertersMemoryTimesTime() {
        BigDecimal idle = ExportCost.of(usage(0, 100, 0)).lambdaUsd();
        BigDecimal busy = ExportCost.of(usage(0, 100, 1_024_000)).lambdaUsd();
        // 1,769 MB for 1,024 s are 1,769 GB-seconds.
        assertThat(busy.subtract(idle)).isBetween(new BigDecimal("0.0294832"), new BigDecimal("0.0294835"));
    }

    @Test
    void countsATransitionAndAnExpressRequestForEveryChunkAndTheWakingOfTheConverter() {
        BigDecimal none = ExportCost.of(usage(0, 0, 0)).stepFunctionsUsd();
        BigDecimal thousand = ExportCost.of(usage(0, 1_000, 0)).stepFunctionsUsd();
        assertThat(thousand.subtract(none)).isEqualByComparingTo("0.026025");
    }

    @Test
    void countsPollsFromTheQuerysTime() {
        BigDecimal quick = ExportCost.of(usage(0, 0, 0)).stepFunctionsUsd();
        for (Map.Entry<Long, Integer> more : Map.of(
                        1_000L,
                        0,
                        1_001L,
                        1,
                        14_000L,
                        3,
                        15_000L,
                        3,
                        50_000L,
                        6,
                        600_000L,
                        32,
                        3_600_000L,
                        82,
                        14_400_000L,
                        262)
                .entrySet()) {
            BigDecimal slow = ExportCost.of(new Usage(
                            0,
                            java.util.OptionalLong.empty(),
                            more.getKey(),
                            Optional.empty(),
                            0,
                            0,
                            0,
                            0,
                            TableRequests.NONE,
                            0,
                            0))
                    .stepFunctionsUsd();
            assertThat(slow.subtract(quick))
                    .as(more.toString())
                    .isEqualByComparingTo(new BigDecimal("0.000075").multiply(BigDecimal.valueOf(more.getValue())));
        }
    }

    @Test
    void countsTheStepsOfTheWay() {
        BigDecimal copied = ExportCost.of(new Usage(
                        0, java.util.OptionalLong.empty(), 0, Optional.empty(), 0, 0, 0, 0, TableRequests.NONE, 0, 0))
                .stepFunctionsUsd();
        BigDecimal converted = ExportCost.of(new Usage(
                        0, java.util.OptionalLong.empty(), 0, Optional.empty(), 0, 0, 1, 0, TableRequests.NONE, 0, 0))
                .stepFunctionsUsd();
        BigDecimal repaired = ExportCost.of(new Usage(
                        0, java.util.OptionalLong.empty(), 0, Optional.empty(), 0, 0, 2, 0, TableRequests.NONE, 0, 0))
                .stepFunctionsUsd();
        assertThat(copied).isEqualByComparingTo("0.0004");
        assertThat(converted.subtract(copied)).isEqualByComparingTo("0.000025");
        assertThat(repaired.subtract(converted)).isEqualByComparingTo("0.000075");
    }

    @Test
    void addsTheEstimateWhereOneWasMade() {
        ExportCost without = ExportCost.of(usage(0, 0, 0));
        ExportCost with = ExportCost.of(new Usage(
                0,
                java.util.OptionalLong.empty(),
                0,
                Optional.of(new Usage.EstimateWork(1_024_000, 1_500, 2_000)),
                0,
                0,
                0,
                0,
                TableRequests.NONE,
                0,
                0));
        // 1,769 MB for 1,024 s are 1,769 GB-seconds, and a request.
        assertThat(with.lambdaUsd().subtract(without.lambdaUsd()))
                .isBetween(new BigDecimal("0.0294834"), new BigDecimal("0.0294837"));
        assertThat(with.stepFunctionsUsd().subtract(without.stepFunctionsUsd())).isEqualByComparingTo("0.00005");
        // Writes: two pages of the listing and the estimate itself. Reads: one per footer.
        assertThat(with.s3Usd().subtract(without.s3Usd())).isEqualByComparingTo("0.000815");
        assertThat(with.athenaUsd()).isEqualTo(without.athenaUsd());
    }

    @Test
    void countsRequestsToS3() {
        assertThat(ExportCost.of(new Usage(
                                0,
                                java.util.OptionalLong.empty(),
                                0,
                                Optional.empty(),
                                0,
                                0,
                                0,
                                0,
                                TableRequests.NONE,
                                1_000,
                                10_000))
                        .s3Usd())
                .isEqualByComparingTo("0.009");
    }

    /// A year of hourly partitions, each with one file that is read in three requests.
    @Test
    void countsAthenasRequestsForTheTable() {
        assertThat(ExportCost.of(new Usage(
                                0,
                                java.util.OptionalLong.empty(),
                                0,
                                Optional.empty(),
                                0,
                                0,
                                0,
                                0,
                                new TableRequests(8_760, 26_280),
                                0,
                                0))
                        .s3Usd())
                .isEqualByComparingTo("0.054312");
    }

    @Test
    void knowsThePriceOfADownloadByRegion() {
        assertThat(DownloadPrice.usd("us-east-1", 10_000_000_000L)).isEqualByComparingTo("0.9");
        assertThat(DownloadPrice.usd("ap-northeast-1", 10_000_000_000L)).isEqualByComparingTo("1.14");
        assertThat(DownloadPrice.usd("ap-northeast-2", 1)).isEqualByComparingTo("0.0000001");
        assertThat(DownloadPrice.gigabyte("xx-new-9")).isEqualByComparingTo("0.09");
    }

    @Test
    void roundsUpToSevenDecimalsAndAddsUp() {
        ExportCost cost = ExportCost.of(new Usage(
                123,
                java.util.OptionalLong.empty(),
                7_777,
                Optional.empty(),
                3,
                12_345,
                1,
                999,
                TableRequests.NONE,
                17,
                31));
        assertThat(cost.totalUsd())
                .isEqualTo(cost.athenaUsd()
                        .add(cost.lambdaUsd())
                        .add(cost.stepFunctionsUsd())
                        .add(cost.s3Usd()));
        assertThat(cost.s3Usd()).isEqualTo(new BigDecimal("0.0000974"));
        assertThat(cost.lambdaUsd().scale()).isEqualTo(7);
    }

    private static Usage usage(long scanned, long conversions, long millis) {
        return new Usage(
                scanned,
                java.util.OptionalLong.empty(),
                0,
                Optional.empty(),
                conversions,
                millis,
                0,
                0,
                TableRequests.NONE,
                0,
                0);
    }
}
