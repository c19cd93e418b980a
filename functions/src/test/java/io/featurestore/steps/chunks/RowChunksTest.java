package io.featurestore.steps.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.UnloadedFiles.File;
import io.featurestore.steps.chunks.UnloadedFiles.Group;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowChunksTest {
    private static final ObjectRef MANIFEST = new ObjectRef(S3Uri.parse("s3://work/q-manifest.csv"), "\"m\"", 10);
    private static final int CASES = 500;

    private static File file(int number, List<Group> groups) {
        return new File(
                new ObjectRef(
                        S3Uri.parse("s3://work/unloaded-1/f" + number),
                        "\"" + number + "\"",
                        groups.stream().mapToLong(Group::bytes).sum()),
                groups);
    }

    /// Returns the name of every row that pieces hold, in order.
    private static List<String> rows(List<Piece> pieces) {
        return pieces.stream()
                .flatMap(piece -> LongStream.range(piece.from(), piece.to())
                        .mapToObj(row -> piece.file().uri().key() + " " + piece.rowGroup() + " " + row))
                .toList();
    }

    private static List<String> rows(File file) {
        return IntStream.range(0, file.groups().size())
                .boxed()
                .flatMap(group -> LongStream.range(0, file.groups().get(group).rows())
                        .mapToObj(row -> file.object().uri().key() + " " + group + " " + row))
                .toList();
    }

    @Test
    void holdsEveryRowOnceAndInOrder() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < CASES; i++) {
            List<File> files = new ArrayList<>();
            for (int f = random.nextInt(6); f > 0; f--) {
                List<Group> groups = new ArrayList<>();
                for (int g = random.nextInt(4); g >= 0; g--) {
                    long rows = random.nextInt(40);
                    groups.add(new Group(rows, rows * random.nextLong(10_000_000)));
                }
                files.add(file(f, groups));
            }
            OptionalInt chunkSize = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(50)) : OptionalInt.empty();

            List<Chunk> chunks = RowChunks.of(MANIFEST, files, chunkSize);

            String what = files + " " + chunkSize;
            assertThat(chunks.stream().flatMap(chunk -> rows(chunk.pieces()).stream()))
                    .as(what)
                    .isEqualTo(
                            files.stream().flatMap(file -> rows(file).stream()).toList());
            long next = 0;
            for (int c = 0; c < chunks.size(); c++) {
                assertThat(chunks.get(c).index()).as(what).isEqualTo(c);
                assertThat(chunks.get(c).start()).as(what).isEqualTo(next);
                next = chunks.get(c).end();
                if (chunkSize.isPresent() && c + 1 < chunks.size()) {
                    assertThat(chunks.get(c).end() - chunks.get(c).start())
                            .as(what)
                            .isEqualTo(chunkSize.getAsInt());
                }
            }
        }
    }

    @Test
    void aChunkContinuesAtAnyRow() {
        List<File> files = List.of(
                file(1, List.of(new Group(5, 50), new Group(0, 0), new Group(3, 30))),
                file(2, List.of(new Group(4, 40))));
        Chunk whole = RowChunks.of(MANIFEST, files, OptionalInt.empty()).getFirst();
        List<String> all = rows(whole.pieces());

        for (int from = 0; from < all.size(); from++) {
            Chunk rest = whole.rest(7, from, whole.end(), Chunk.Entry.RECORD_START);
            assertThat(rows(rest.pieces())).isEqualTo(all.subList(from, all.size()));
            assertThat(rest.start()).isEqualTo(from);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_000_000_000L, 900_000_000_000L})
    void cutsAsOftenAsThePlanWants(long size) {
        long group = Math.min(size, 64_000_000);
        List<Group> groups = LongStream.range(0, size / group)
                .mapToObj(_ -> new Group(1_000, group))
                .toList();

        List<Chunk> chunks = RowChunks.of(MANIFEST, List.of(file(1, groups)), OptionalInt.empty());

        assertThat(chunks.size()).isLessThanOrEqualTo(Limits.MAX_CHUNKS);
        assertThat(size / (double) chunks.size()).isLessThanOrEqualTo(Limits.MAX_PLANNED_CHUNK * 3.0);
    }

    @Test
    void aHugeRowGroupIsSplit() {
        List<File> files = List.of(file(1, List.of(new Group(1_000_000, 1L << 30))));

        assertThat(RowChunks.of(MANIFEST, files, OptionalInt.empty()))
                .hasSizeGreaterThan(4)
                .allMatch(chunk -> chunk.pieces().size() == 1);
    }

    @Test
    void aResultWithoutRecordsIsOneEmptyChunk() {
        assertThat(RowChunks.of(MANIFEST, List.of(), OptionalInt.empty()))
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.end()).isZero());
    }

    @Test
    void fewOrLargeRowGroupsAreCarriedOver() {
        assertThat(RowChunks.areLarge(List.of())).isTrue();
        assertThat(RowChunks.areLarge(List.of(file(1, List.of(new Group(1, 10))))))
                .isTrue();
        assertThat(RowChunks.areLarge(List.of(file(1, Collections.nCopies(100, new Group(1, 8 << 20))))))
                .isTrue();
        assertThat(RowChunks.areLarge(List.of(file(1, Collections.nCopies(100, new Group(1, 1 << 20))))))
                .isFalse();
    }
}
