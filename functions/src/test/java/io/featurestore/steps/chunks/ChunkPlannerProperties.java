package io.featurestore.steps.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ChunkPlannerProperties {
    private static final long TEBIBYTE = 1L << 40;

    private static List<Chunk> chunks(long headerEnd, long size, long records, OptionalInt chunkSize) {
        ObjectRef source = new ObjectRef(S3Uri.parse("s3://work/result.csv"), "\"etag\"", size);
        return ChunkPlanner.chunks(
                new Plan(
                        source,
                        headerEnd,
                        records,
                        List.of(),
                        Format.JSON,
                        Compression.GZIP,
                        Handling.RECORDS,
                        false,
                        S3Uri.parse("s3://work/parts/"),
                        Optional.empty(),
                        Optional.empty()),
                chunkSize);
    }

    private static void checkTiles(List<Chunk> chunks, long headerEnd, long size) {
        assertThat(chunks).hasSizeBetween(1, Limits.MAX_CHUNKS);
        long end = headerEnd;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            assertThat(chunk.index()).isEqualTo(i);
            assertThat(chunk.start()).isEqualTo(end);
            assertThat(chunk.end()).isGreaterThanOrEqualTo(chunk.start());
            assertThat(chunk.end() > chunk.start() || chunks.size() == 1).isTrue();
            assertThat(chunk.entry()).isEqualTo(i == 0 ? Entry.RECORD_START : Entry.UNKNOWN);
            end = chunk.end();
        }
        assertThat(end).isEqualTo(size);
    }

    @Property(tries = 400)
    void tilesTheResultWhateverItsSize(
            @ForAll @LongRange(max = 10 * TEBIBYTE) long length,
            @ForAll @LongRange(min = 1, max = 100_000) long headerEnd,
            @ForAll @LongRange(min = -1) long records) {
        checkTiles(chunks(headerEnd, headerEnd + length, records, OptionalInt.empty()), headerEnd, headerEnd + length);
    }

    @Property(tries = 400)
    void tilesTheResultWhateverIsWished(
            @ForAll @LongRange(max = TEBIBYTE) long length,
            @ForAll @LongRange(min = -1, max = TEBIBYTE) long records,
            @ForAll @IntRange(min = 1) int chunkSize) {
        checkTiles(chunks(9, 9 + length, records, OptionalInt.of(chunkSize)), 9, 9 + length);
    }

    @Property(tries = 400)
    void comesToTheWishedNumberOfChunks(
            @ForAll @IntRange(min = 1, max = 100_000) int records,
            @ForAll @IntRange(min = 1, max = 100) int recordBytes,
            @ForAll @IntRange(min = 20) int chunkSize) {
        List<Chunk> chunks = chunks(100, 100 + (long) records * recordBytes, records, OptionalInt.of(chunkSize));
        assertThat(chunks).hasSize(Math.ceilDiv(records, chunkSize));
    }

    @Property(tries = 200)
    void makesNoChunkThatIsTooLongToConvert(@ForAll @LongRange(min = 1, max = TEBIBYTE) long length) {
        assertThat(chunks(9, 9 + length, 1_000, OptionalInt.of(1_000_000)))
                .allMatch(chunk -> chunk.end() - chunk.start() <= Limits.MAX_CHUNK);
    }

    @Example
    void plansSmallResultsInOneAndMiddleOnesInSome() {
        assertThat(chunks(100, 100, 0, OptionalInt.empty())).hasSize(1);
        assertThat(chunks(100, 100 + Limits.MIN_PLANNED_CHUNK, 1, OptionalInt.empty()))
                .hasSize(1);
        assertThat(chunks(100, 101 + Limits.MIN_PLANNED_CHUNK, 1, OptionalInt.empty()))
                .hasSize(2);
        assertThat(chunks(100, 100 + 64 * Limits.MIN_PLANNED_CHUNK, 1, OptionalInt.empty()))
                .hasSize(64);
        assertThat(chunks(100, 100 + 100 * Limits.MAX_PLANNED_CHUNK, 1, OptionalInt.empty()))
                .hasSize(100);
    }

    @Example
    void makesNoMoreThanOneUploadHasParts() {
        long most = 100L * Limits.MAX_CHUNKS;
        assertThat(chunks(100, 100 + most, most, OptionalInt.of(1))).hasSize(Limits.MAX_CHUNKS);
        assertThat(chunks(100, 100 + 1_000_001, 1_000_001, OptionalInt.of(1)))
                .hasSizeBetween(Limits.MAX_CHUNKS / 2, Limits.MAX_CHUNKS);
    }
}
