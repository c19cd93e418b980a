package io.featurestore.steps.estimate.footer;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.estimate.footer.FileReads.Chunk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks the number of requests against Trino's rules.
class FileReadsTest {
    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @CsvSource({"1, 1", "3145728, 1", "3145729, 1", "67108864, 1", "67108865, 2", "1073741824, 16"})
    void readsTheFooterOfEverySplit(long bytes, long requests) {
        assertThat(FileReads.ofFile(bytes)).isEqualTo(requests);
    }

    @Test
    void readsChunksThatLieTogetherInOneRequest() {
        assertThat(FileReads.ofChunks(List.of())).isZero();
        assertThat(FileReads.ofChunks(List.of(new Chunk(4, 100), new Chunk(104, 2 * MIB))))
                .isEqualTo(1);
        assertThat(FileReads.ofChunks(List.of(new Chunk(4 * MIB, MIB), new Chunk(2 * MIB, MIB))))
                .isEqualTo(1);
    }

    @Test
    void readsChunksThatLieApartOneByOne() {
        assertThat(FileReads.ofChunks(List.of(new Chunk(0, MIB), new Chunk(2 * MIB + 1, MIB))))
                .isEqualTo(2);
    }

    @Test
    void readsAtMostEightMebibytesAtOnce() {
        assertThat(FileReads.ofChunks(List.of(new Chunk(0, 5 * MIB), new Chunk(5 * MIB, 3 * MIB))))
                .isEqualTo(1);
        assertThat(FileReads.ofChunks(List.of(new Chunk(0, 5 * MIB), new Chunk(5 * MIB, 4 * MIB))))
                .isEqualTo(2);
        assertThat(FileReads.ofChunks(List.of(new Chunk(0, 17 * MIB), new Chunk(17 * MIB, MIB))))
                .isEqualTo(4);
    }

    @Test
    void needsNoRequestForChunksOfASmallFile() {
        assertThat(FileReads.of(3 * MIB, 3 * MIB)).isEqualTo(1);
        assertThat(FileReads.of(40 * MIB, 33 * MIB)).isEqualTo(6);
    }
}
