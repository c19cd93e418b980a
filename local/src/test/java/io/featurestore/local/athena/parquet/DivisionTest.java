package io.featurestore.local.athena.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivisionTest {
    /// Holds the rows of one plain row group with 100 bytes a row, a layout, and the rows of each file's row
    /// groups.
    @ParameterizedTest
    @CsvSource({
        "0, 1000, 1000, 9, 3, []",
        "1, 1000, 1000, 9, 3, [[1]]",
        "2, 1000, 1000, 9, 3, '[[1], [1]]'",
        "10, 1000, 1000, 99, 1, [[10]]",
        "11, 1000, 1000, 99, 1, '[[6], [5]]'",
        "20, 1000, 500, 99, 1, '[[5, 5], [5, 5]]'",
        "7, 1000, 1000, 3, 1, '[[2, 3, 2]]'",
        "7, 1000, 1000, 1, 2, '[[1, 1, 1, 1], [1, 1, 1]]'"
    })
    void dividesRows(long rows, long file, long group, long groupRows, int least, String divided) {
        FileLayout layout =
                FileLayout.USUAL.withBytes(file, group).withGroupRows(groupRows).withLeastFiles(least);

        assertThat(new Division(List.of(new PlainFile.Group(rows, rows * 100)), layout).files())
                .hasToString(divided);
    }

    @Test
    void dividesByBytesAndNotByRows() {
        var groups = List.of(new PlainFile.Group(1000, 1000), new PlainFile.Group(10, 1000));

        assertThat(new Division(groups, FileLayout.USUAL.withLeastFiles(2)).files())
                .hasToString("[[1000], [10]]");
    }

    @RepeatedTest(50)
    void keepsEveryRowOnceAndTheLimits(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        List<PlainFile.Group> groups = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            long rows = random.nextLong(1, 3000);
            groups.add(new PlainFile.Group(rows, rows * random.nextLong(1, 500)));
        }
        long rows = groups.stream().mapToLong(PlainFile.Group::rows).sum();
        FileLayout layout = FileLayout.USUAL
                .withBytes(random.nextLong(1000, 1_000_000), random.nextLong(100, 1_000_000))
                .withGroupRows(random.nextLong(1, 500))
                .withLeastFiles(random.nextInt(1, 40));

        List<List<Long>> files = new Division(groups, layout).files();

        assertThat(files.stream()
                        .flatMap(List::stream)
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(rows);
        assertThat(files.stream().flatMap(List::stream)).allMatch(group -> group >= 1 && group <= layout.groupRows());
        assertThat(files).hasSizeGreaterThanOrEqualTo((int) Math.min(rows, layout.leastFiles()));
    }
}
