package io.featurestore.steps.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Checks that the chunks of any export, from 0 bytes to 5 TB, are within all limits.
class PlanLimitsProperties {
    private static final long LARGEST = 5_000_000_000_000L;
    private static final long HEADER = 40;

    /// An export to plan.
    record Wished(Plan plan, OptionalInt chunkSize) {
        long bytes() {
            return plan.source().size() - plan.headerEnd();
        }
    }

    static Arbitrary<Long> sizes() {
        long[] edges = LongStream.of(
                        0,
                        1,
                        5L << 20,
                        5L << 30,
                        Limits.MIN_PLANNED_CHUNK,
                        Limits.MAX_PLANNED_CHUNK,
                        Limits.MAX_CHUNK,
                        Limits.MAX_CHUNKS,
                        Limits.PLANNED_CHUNKS * Limits.MIN_PLANNED_CHUNK,
                        Limits.PLANNED_CHUNKS * Limits.MAX_PLANNED_CHUNK,
                        Limits.MAX_CHUNKS * Limits.MAX_PLANNED_CHUNK,
                        1L << 40,
                        LARGEST)
                .flatMap(edge -> LongStream.of(edge - 1, edge, edge + 1))
                .filter(size -> size >= 0 && size <= LARGEST)
                .toArray();
        return Arbitraries.oneOf(
                Arbitraries.of(LongStream.of(edges).boxed().toList()),
                Arbitraries.longs().between(0, LARGEST),
                Arbitraries.longs().between(0, 1L << 32));
    }

    @Provide
    Arbitrary<Wished> wished() {
        Arbitrary<Format> formats = Arbitraries.of(Format.class);
        Arbitrary<OptionalInt> chunkSizes = Arbitraries.oneOf(
                Arbitraries.just(OptionalInt.empty()),
                Arbitraries.integers().between(1, Integer.MAX_VALUE).map(OptionalInt::of));
        return formats.flatMap(format -> Combinators.combine(
                        sizes(),
                        Arbitraries.longs().between(10, 4_000),
                        Arbitraries.of(format.compressions()),
                        Arbitraries.of(true, false),
                        chunkSizes,
                        Arbitraries.integers().between(1, 60))
                .as((size, record, compression, partFiles, chunkSize, nameLength) ->
                        new Wished(plan(size, record, format, compression, partFiles, nameLength, 5), chunkSize)));
    }

    /// Returns a plan of a result with records of the given size.
    static Plan plan(
            long size,
            long record,
            Format format,
            Compression compression,
            boolean partFiles,
            int nameLength,
            int columnCount) {
        List<OutputColumn> columns = IntStream.range(0, columnCount)
                .mapToObj(i -> "n".repeat(nameLength))
                .map(name -> new OutputColumn(name, name, ColumnType.Simple.VARCHAR, false))
                .toList();
        ObjectRef source = new ObjectRef(S3Uri.parse("s3://work/result.csv"), "\"etag\"", HEADER + size);
        Handling handling = format == Format.CSV ? partFiles ? Handling.RAW_RECORDS : Handling.BYTES : Handling.RECORDS;
        return new Plan(
                source,
                HEADER,
                Math.ceilDiv(size, record),
                columns,
                format,
                compression,
                handling,
                partFiles,
                S3Uri.parse("s3://work/parts/"),
                Optional.empty(),
                Optional.empty());
    }

    @Property(tries = 2_000)
    void keepsToEveryLimitOrIsRefused(@ForAll("wished") Wished wished) {
        Plan plan = wished.plan();
        double growth = Throughput.growth(ResultShape.of(plan));
        List<Chunk> chunks;
        try {
            chunks = ChunkPlanner.chunks(plan, wished.chunkSize());
        } catch (InvalidRequest e) {
            // A result that at most doubles in size is never refused.
            assertThat(growth).as(e.getMessage()).isGreaterThan(2);
            return;
        }
        assertThat(chunks).hasSizeBetween(1, Limits.MAX_CHUNKS);
        long end = HEADER;
        for (Chunk chunk : chunks) {
            long bytes = chunk.end() - chunk.start();
            if (chunk.start() != end || bytes == 0 && chunks.size() > 1) {
                throw new AssertionError(chunk + " does not follow byte " + end);
            }
            if (Throughput.planned(ResultShape.of(plan), bytes) > Limits.CONVERSION_SECONDS + 1
                    || bytes * growth > (5L << 30) + 1_000) {
                throw new AssertionError(chunk + " takes " + Throughput.planned(ResultShape.of(plan), bytes)
                        + " s, makes " + bytes * growth + " bytes");
            }
            end = chunk.end();
        }
        assertThat(end).isEqualTo(plan.source().size());
    }

    /// Larger chunks are planned only if there would be too many.
    @Property(tries = 1_000)
    void leavesAConverterTwiceItsTime(@ForAll("wished") Wished wished) {
        Plan plan = wished.plan();
        long most = Throughput.most(ResultShape.of(plan), Limits.PLANNED_CONVERSION_SECONDS);
        if (wished.bytes() <= most * Limits.MAX_CHUNKS) {
            assertThat(ChunkPlanner.chunks(plan, wished.chunkSize()))
                    .allMatch(chunk -> chunk.end() - chunk.start() <= most);
        }
    }

    @Example
    void makesSmallerChunksWhereAConverterIsSlow() {
        OptionalInt all = OptionalInt.of(Integer.MAX_VALUE);
        Plan gzip = plan(20L << 30, 100, Format.JSON, Compression.GZIP, false, 8, 5);
        Plan bzip2 = plan(20L << 30, 100, Format.JSON, Compression.BZIP2, false, 8, 5);

        assertThat(ChunkPlanner.chunks(gzip, all)).hasSize(20);
        assertThat(ChunkPlanner.chunks(bzip2, all)).hasSizeBetween(40, 100);
    }

    /// With 1,600 names of 60 characters and values of one character, a chunk of 1 GiB would become a part of 70
    /// GiB.
    @Example
    void makesSmallerChunksWhereNamesAreLongerThanValues() {
        Plan wide = plan(20L << 30, 1_600, Format.JSON, Compression.NONE, true, 60, 1_600);

        assertThat(Throughput.growth(ResultShape.of(wide))).isBetween(60.0, 70.0);
        assertThat(ChunkPlanner.chunks(wide, OptionalInt.of(Integer.MAX_VALUE)))
                .allMatch(chunk -> (chunk.end() - chunk.start()) * 68 <= 5L << 30);
    }

    @Example
    void refusesWhatNoChunksConvertInTime() {
        Plan plan = plan(2 * LARGEST, 100, Format.JSON, Compression.BZIP2, true, 20, 5);

        assertThatThrownBy(() -> ChunkPlanner.chunks(plan, OptionalInt.empty()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("10000000000040 bytes")
                .hasMessageContaining("compression bzip2: 9900 chunks")
                .hasMessageContaining("eventTimeRange");
    }

    @Example
    void refusesPartsThatS3DoesNotCopy() {
        Plan plan = plan(LARGEST, 50, Format.JSON, Compression.NONE, false, 100, 5);

        assertThatThrownBy(() -> ChunkPlanner.chunks(plan, OptionalInt.empty()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("as json with compression none");
    }

    @Example
    void refusesAParquetFileWhoseFooterNoMemoryHolds() {
        Plan one = plan(LARGEST, 4_000, Format.PARQUET, Compression.ZSTD, false, 10, 100);
        Plan files = plan(LARGEST, 4_000, Format.PARQUET, Compression.ZSTD, true, 10, 100);

        assertThatThrownBy(() -> ChunkPlanner.chunks(one, OptionalInt.empty()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("100 columns")
                .hasMessageContaining("part files");
        assertThat(ChunkPlanner.chunks(files, OptionalInt.empty())).hasSize(Limits.MAX_CHUNKS);
    }
}
