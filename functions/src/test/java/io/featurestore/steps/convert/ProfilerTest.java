package io.featurestore.steps.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Format;
import io.featurestore.steps.chunks.Plan.Handling;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Checks that a profile of the records changes no byte of the parts.
class ProfilerTest {
    private static final String RECORDS = IntStream.range(0, 60)
                    .mapToObj(i -> i % 7 == 0 ? i + ",\"a \"\"quoted\"\" \n value, " + i + "\"\n" : "\"" + i + "\",\n")
                    .collect(java.util.stream.Collectors.joining())
            + "\"last\",\"without an end\"";

    @ParameterizedTest
    @EnumSource(
            value = Handling.class,
            names = {"BYTES", "RAW_RECORDS", "RECORDS"})
    void lookingAtRecordsChangesNoByteOfAPart(Handling handling) {
        for (int cut = 10; cut < 580; cut += 7) {
            List<byte[]> plain = run(new SplitExport(List.of("a", "b"), bytes()), handling, cut);
            assertThat(run(new SplitExport(List.of("a", "b"), bytes()).profiled(), handling, cut))
                    .as("cut " + cut)
                    .containsExactly(plain.toArray(byte[][]::new));
        }
    }

    @Test
    void aChunkThatStopsEarlyCopiesTheBytesOfWhatItLookedAt() {
        SplitExport split = new SplitExport(List.of("a", "b"), bytes())
                .profiled()
                .endingBy(new Deadline() {
                    @Override
                    public boolean isNear() {
                        return true;
                    }

                    @Override
                    public long bytesBetweenChecks() {
                        return 100;
                    }
                });
        SplitExport.Outcome outcome =
                split.run(split.plan(Format.CSV, Handling.BYTES, 61), List.of(split.headerEnd() + 333));
        assertThat(outcome.text()).isEqualTo("\"a\",\"b\"\n" + RECORDS);
        assertThat(outcome.profiled()).isEqualTo(61);
    }

    @Test
    void aRepairedChunkCountsOnce() {
        int rows = 300_000;
        SplitExport split =
                new SplitExport(List.of("a"), "\"\n\"\n".repeat(rows).getBytes(StandardCharsets.UTF_8)).profiled();
        int repaired = 0;
        for (int cut = split.headerEnd() + 4_000; cut < split.headerEnd() + 4_004; cut++) {
            SplitExport.Outcome outcome =
                    split.run(split.plan(Format.JSON, Handling.RECORDS, rows), List.of(cut, cut + 500_001));
            assertThat(outcome.profiled()).isEqualTo(rows);
            repaired += outcome.repaired();
        }
        assertThat(repaired).isPositive();
    }

    private static List<byte[]> run(SplitExport split, Handling handling, int cut) {
        Format format = handling == Handling.RECORDS ? Format.JSON : Format.CSV;
        return split.run(
                        split.plan(format, handling, 61), List.of(split.headerEnd() + cut, split.headerEnd() + cut + 3))
                .parts();
    }

    private static byte[] bytes() {
        return RECORDS.getBytes(StandardCharsets.UTF_8);
    }
}
