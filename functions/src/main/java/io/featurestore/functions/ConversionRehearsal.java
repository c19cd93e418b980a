package io.featurestore.functions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;

import io.featurestore.aws.S3ObjectStore;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;

/**
 * Converts made-up records again and again, until Java has compiled what converts them. Done before a snapshot, the
 * compiled code is in it, and every function that starts from it converts at full speed from its first byte on; else each
 * of a thousand would spend seconds of paid time to compile the same.
 *
 * @param format of the output
 * @param compression of the output
 * @param handling of the result
 * @param online whether it is what a bulk put takes
 */
record ConversionRehearsal(Format format, Compression compression, Handling handling, boolean online) {
    /** The outputs that are asked for most. */
    static final List<ConversionRehearsal> PLAIN = List.of(
            new ConversionRehearsal(Format.CSV, Compression.GZIP, Handling.BYTES, false),
            new ConversionRehearsal(Format.CSV, Compression.GZIP, Handling.RAW_RECORDS, false),
            new ConversionRehearsal(Format.JSON, Compression.GZIP, Handling.RECORDS, false),
            new ConversionRehearsal(Format.PARQUET, Compression.ZSTD, Handling.RECORDS, false));
    /** JSON for a bulk put. */
    static final ConversionRehearsal ONLINE = new ConversionRehearsal(Format.JSON, Compression.GZIP, Handling.RECORDS,
            true);

    /** So many times bring nearly all of the speed. */
    private static final int TIMES = 16;
    /** Less than what makes a part an upload of its own. */
    private static final int RECORDS = 10_000;

    private static final List<ColumnType> TYPES = List.of(ColumnType.Simple.VARCHAR, new ColumnType.Timestamp(3, false),
            ColumnType.Simple.VARCHAR, ColumnType.Simple.BIGINT, ColumnType.Simple.DOUBLE, ColumnType.Simple.INTEGER,
            ColumnType.Simple.VARCHAR, ColumnType.Simple.BOOLEAN, new ColumnType.Decimal(12, 2),
            ColumnType.Simple.DATE, ColumnType.Simple.DOUBLE, ColumnType.Simple.VARCHAR);
    private static final int IDENTIFIER = 0;
    private static final int EVENT_TIME = 1;

    /** Converts; what it makes is forgotten. */
    void run() {
        byte[] result = result();
        ObjectStore store = S3ObjectStore.rehearsing(result);
        ObjectRef source = store.put(new S3Uri("rehearsal", "result.csv"), result, "text/csv", Map.of(),
                ObjectStore.IfExists.REPLACE);
        List<OutputColumn> columns = columns();
        ExportPlan plan = new ExportPlan(source, 1, RECORDS, columns, format, compression, handling,
                handling != Handling.BYTES,
                new S3Uri("rehearsal", "parts/"), online ? Optional.of(spec(columns)) : Optional.empty(), Optional
                        .empty());
        Chunk chunk = new Chunk(0, source, 1, result.length, Chunk.Entry.RECORD_START);
        for (int i = 0; i < TIMES; i++) {
            ChunkReport report = ChunkConverter.convert(store, plan, chunk, Deadline.NONE);
            if (report.failure().isPresent()) {
                throw new IllegalStateException(report.toString());
            }
        }
    }

    private static List<OutputColumn> columns() {
        return IntStream.range(0, TYPES.size())
                .mapToObj(i -> new OutputColumn("feature" + i, "feature" + i, TYPES.get(i), false))
                .toList();
    }

    private static OnlineSpec spec(List<OutputColumn> columns) {
        return new OnlineSpec(IDENTIFIER, EVENT_TIME, columns.get(EVENT_TIME).outputName(), true, Optional.empty(),
                Optional.empty(), columns.stream().map(_ -> FeatureType.STRING).toList());
    }

    /** Returns records as Athena writes them, after an empty line in the header's place. */
    private static byte[] result() {
        Random random = new Random(0);
        StringBuilder csv = new StringBuilder("\n");
        for (int i = 0; i < RECORDS; i++) {
            StringJoiner record = new StringJoiner(",", "", "\n");
            for (int column = 0; column < TYPES.size(); column++) {
                boolean isNull = column > EVENT_TIME && random.nextInt(20) == 0;
                record.add(isNull ? "" : '"' + value(column, random) + '"');
            }
            csv.append(record);
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String value(int column, Random random) {
        return switch (TYPES.get(column)) {
            case ColumnType.Timestamp _ -> "2026-%02d-%02d %02d:%02d:%02d.%03d".formatted(1 + random.nextInt(12),
                    1 + random.nextInt(28), random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(
                            1_000));
            case ColumnType.Decimal _ -> random.nextInt(1_000_000) + "." + (10 + random.nextInt(90));
            case ColumnType.Simple.BIGINT -> String.valueOf(random.nextLong());
            case ColumnType.Simple.INTEGER -> String.valueOf(random.nextInt(1_000));
            case ColumnType.Simple.DOUBLE -> String.valueOf(random.nextDouble() * 1_000);
            case ColumnType.Simple.BOOLEAN -> String.valueOf(random.nextBoolean());
            case ColumnType.Simple.DATE -> "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
            case ColumnType _ -> text(column, random);
        };
    }

    /** Identifiers are all different, other texts of a column a few, some of them to be escaped. */
    private static String text(int column, Random random) {
        if (column == IDENTIFIER) {
            return "customer-" + random.nextInt(1_000_000_000);
        }
        String word = "text " + random.nextInt(100);
        return random.nextInt(10) == 0 ? "한국어, \"\"" + word + "\"\"\n" : word;
    }
}
