package io.featurestore.functions;

import io.featurestore.aws.S3ObjectStore;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.store.Table.Feature;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/// Converts generated records repeatedly, until the JVM has compiled the code of the conversion. Done before a
/// snapshot, so that the snapshot contains the compiled code. Every function that starts from it then converts at
/// full speed from the first byte. Otherwise each of up to a thousand instances would spend seconds of paid time
/// on compiling the same code.
///
/// @param format the format of the output
/// @param compression the compression of the output
/// @param handling the way the result becomes the output
/// @param online whether the records go through the online-compatible transform
record ConversionRehearsal(Format format, Compression compression, Handling handling, boolean online) {
    /// The most frequent outputs.
    static final List<ConversionRehearsal> PLAIN = List.of(
            new ConversionRehearsal(Format.CSV, Compression.GZIP, Handling.BYTES, false),
            new ConversionRehearsal(Format.CSV, Compression.GZIP, Handling.RAW_RECORDS, false),
            new ConversionRehearsal(Format.JSON, Compression.GZIP, Handling.RECORDS, false),
            new ConversionRehearsal(Format.PARQUET, Compression.ZSTD, Handling.RECORDS, false));
    /// JSON for a bulk put.
    static final ConversionRehearsal ONLINE =
            new ConversionRehearsal(Format.JSON, Compression.GZIP, Handling.RECORDS, true);

    /// This many runs reach nearly the full speed.
    private static final int TIMES = 16;
    /// Few enough that a part needs no multipart upload.
    private static final int RECORDS = 10_000;

    private static final List<ColumnType> TYPES = List.of(
            ColumnType.Simple.VARCHAR,
            new ColumnType.Timestamp(3, false),
            ColumnType.Simple.VARCHAR,
            ColumnType.Simple.BIGINT,
            ColumnType.Simple.DOUBLE,
            ColumnType.Simple.INTEGER,
            ColumnType.Simple.VARCHAR,
            ColumnType.Simple.BOOLEAN,
            new ColumnType.Decimal(12, 2),
            ColumnType.Simple.DATE,
            ColumnType.Simple.DOUBLE,
            ColumnType.Simple.VARCHAR);
    private static final int IDENTIFIER = 0;
    private static final int EVENT_TIME = 1;

    /// Converts the records, and discards the parts.
    void run() {
        byte[] result = result();
        ObjectStore store = S3ObjectStore.rehearsing(result);
        ObjectRef source = store.put(
                new S3Uri("rehearsal", "result.csv"), result, "text/csv", Map.of(), ObjectStore.IfExists.REPLACE);
        List<OutputColumn> columns = columns();
        Plan plan = new Plan(
                source,
                1,
                RECORDS,
                columns,
                format,
                compression,
                handling,
                handling != Handling.BYTES,
                new S3Uri("rehearsal", "parts/"),
                online ? Optional.of(spec(columns)) : Optional.empty(),
                Optional.empty());
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
        return new OnlineSpec(
                IDENTIFIER,
                EVENT_TIME,
                columns.get(EVENT_TIME).outputName(),
                true,
                Optional.empty(),
                Optional.empty(),
                columns.stream()
                        .map(column -> new Feature(column.outputName(), FeatureType.STRING))
                        .toList());
    }

    /// Returns records in Athena's CSV, after an empty line instead of the header.
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
            case ColumnType.Timestamp _ ->
                "2026-%02d-%02d %02d:%02d:%02d.%03d"
                        .formatted(
                                1 + random.nextInt(12),
                                1 + random.nextInt(28),
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(60),
                                random.nextInt(1_000));
            case ColumnType.Decimal _ -> random.nextInt(1_000_000) + "." + (10 + random.nextInt(90));
            case ColumnType.Simple.BIGINT -> String.valueOf(random.nextLong());
            case ColumnType.Simple.INTEGER -> String.valueOf(random.nextInt(1_000));
            case ColumnType.Simple.DOUBLE -> String.valueOf(random.nextDouble() * 1_000);
            case ColumnType.Simple.BOOLEAN -> String.valueOf(random.nextBoolean());
            case ColumnType.Simple.DATE -> "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
            case ColumnType _ -> text(column, random);
        };
    }

    /// Returns a distinct text for an identifier, and one of a few texts for any other column. Some texts need
    /// escapes.
    private static String text(int column, Random random) {
        if (column == IDENTIFIER) {
            return "customer-" + random.nextInt(1_000_000_000);
        }
        String word = "text " + random.nextInt(100);
        return random.nextInt(10) == 0 ? "한국어, \"\"" + word + "\"\"\n" : word;
    }
}
