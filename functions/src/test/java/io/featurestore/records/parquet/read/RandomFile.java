package io.featurestore.records.parquet.read;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.parquet.pages.PageCompression;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/// A file of random values that parquet-java writes with a random choice of page versions, encodings, sizes
/// and codecs, and the text that Java prints of the values.
///
/// @param columns the columns to read
/// @param texts the text of each row; a null is NULL
record RandomFile(byte[] bytes, MessageType schema, List<WantedColumn> columns, List<List<String>> texts) {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final int JULIAN_EPOCH = 2_440_588;

    /// The kinds of columns.
    private enum Kind {
        FLAG,
        SMALL,
        BIG,
        SINGLE,
        AMOUNT,
        NAME,
        BYTES,
        PRICE,
        LARGE,
        DAY,
        SEEN,
        OLD
    }

    /// Writes a file.
    static RandomFile of(Random random, Path folder) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        Types.MessageTypeBuilder message = Types.buildMessage();
        List<WantedColumn> columns = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            kinds.add(kind);
            Repetition repetition = random.nextInt(4) == 0 ? Repetition.REQUIRED : Repetition.OPTIONAL;
            message.addField(type(kind, repetition, "c" + i));
            columns.add(new WantedColumn("C" + i, wanted(kind)));
        }
        MessageType schema = message.named("random");
        int rows = random.nextInt(8) == 0 ? random.nextInt(3) : random.nextInt(2_000);
        int distinct = random.nextBoolean() ? 1 + random.nextInt(200) : 100_000;
        int nulls = List.of(0, 1, 10, 90, 100).get(random.nextInt(5));
        Path file = Files.createTempFile(folder, "random", ".parquet");
        Files.delete(file);
        Compression codec = List.of(Compression.NONE, Compression.SNAPPY, Compression.GZIP, Compression.ZSTD)
                .get(random.nextInt(4));
        List<List<String>> texts = new ArrayList<>();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCodecFactory(PageCompression.of(codec))
                .withCompressionCodec(
                        codec == Compression.NONE
                                ? CompressionCodecName.UNCOMPRESSED
                                : CompressionCodecName.valueOf(codec.name()))
                .withWriterVersion(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(random.nextInt(3) > 0)
                .withDictionaryPageSize(random.nextBoolean() ? 512 : 1 << 20)
                .withByteStreamSplitEncoding(random.nextInt(4) == 0)
                .withPageSize(64 << random.nextInt(10))
                .withMinRowCountForPageSizeCheck(1 + random.nextInt(20))
                .withPageRowCountLimit(1 + random.nextInt(3_000))
                .withRowGroupSize((long) 1 << (12 + random.nextInt(8)))
                .withPageWriteChecksumEnabled(random.nextBoolean())
                .build()) {
            for (int row = 0; row < rows; row++) {
                Group group = new SimpleGroup(schema);
                List<String> text = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    boolean required = schema.getType(i).isRepetition(Repetition.REQUIRED);
                    // Runs of NULLs and runs of values.
                    boolean isNull = !required && (random.nextInt(100) < nulls || nulls > 0 && (row >> 6) % 3 == 0);
                    text.add(isNull ? null : add(group, i, kinds.get(i), random.nextInt(distinct)));
                }
                writer.write(group);
                texts.add(text);
            }
        }
        return new RandomFile(Files.readAllBytes(file), schema, columns, texts);
    }

    private static org.apache.parquet.schema.Type type(Kind kind, Repetition repetition, String name) {
        return switch (kind) {
            case FLAG -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case SMALL -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            case BIG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case SINGLE -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case AMOUNT -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case NAME ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case BYTES -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case PRICE ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.decimalType(2, 18))
                        .named(name);
            case LARGE ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(16)
                        .as(LogicalTypeAnnotation.decimalType(10, 38))
                        .named(name);
            case DAY ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case SEEN ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS))
                        .named(name);
            case OLD -> Types.primitive(PrimitiveTypeName.INT96, repetition).named(name);
        };
    }

    private static ColumnType wanted(Kind kind) {
        return ColumnType.parse(
                switch (kind) {
                    case FLAG -> "boolean";
                    case SMALL -> "integer";
                    case BIG -> "bigint";
                    case SINGLE -> "real";
                    case AMOUNT -> "double";
                    case NAME -> "varchar";
                    case BYTES -> "varbinary";
                    case PRICE -> "decimal(18,2)";
                    case LARGE -> "decimal(38,10)";
                    case DAY -> "date";
                    case SEEN -> "timestamp(6)";
                    case OLD -> "timestamp(6) with time zone";
                });
    }

    /// Adds the value of a number, and returns its text.
    private static String add(Group to, int field, Kind kind, int number) {
        Random value = new Random(number);
        switch (kind) {
            case FLAG -> {
                boolean flag = value.nextBoolean();
                to.add(field, flag);
                return Boolean.toString(flag);
            }
            case SMALL -> {
                int small = value.nextInt() >> value.nextInt(32);
                to.add(field, small);
                return Integer.toString(small);
            }
            case BIG -> {
                long big = value.nextLong() >> value.nextInt(64);
                to.add(field, big);
                return Long.toString(big);
            }
            case SINGLE -> {
                float single = value.nextFloat() * value.nextInt(1_000);
                to.add(field, single);
                return Float.toString(single);
            }
            case AMOUNT -> {
                double amount = number % 3 == 0 ? value.nextGaussian() : number / 100.0;
                to.add(field, amount);
                return Double.toString(amount);
            }
            case NAME -> {
                String name = "é한".repeat(value.nextInt(4))
                        + Integer.toString(number, 36).repeat(value.nextInt(5));
                to.add(field, name);
                return name;
            }
            case BYTES -> {
                byte[] bytes = new byte[value.nextInt(20)];
                value.nextBytes(bytes);
                to.add(field, Binary.fromConstantByteArray(bytes));
                return java.util.HexFormat.ofDelimiter(" ").formatHex(bytes);
            }
            case PRICE -> {
                long cents = value.nextLong() % 1_000_000_000_000_000_000L >> value.nextInt(60);
                to.add(field, cents);
                return BigDecimal.valueOf(cents, 2).toPlainString();
            }
            case LARGE -> {
                BigInteger large = new BigInteger(100, value).subtract(BigInteger.ONE.shiftLeft(99));
                byte[] least = large.toByteArray();
                byte[] wide = new byte[16];
                java.util.Arrays.fill(wide, 0, 16 - least.length, (byte) (large.signum() < 0 ? -1 : 0));
                System.arraycopy(least, 0, wide, 16 - least.length, least.length);
                to.add(field, Binary.fromConstantByteArray(wide));
                return new BigDecimal(large, 10).toPlainString();
            }
            case DAY -> {
                int day = value.nextInt(60_000) - 20_000;
                to.add(field, day);
                return LocalDate.ofEpochDay(day).toString();
            }
            case SEEN -> {
                long micros = value.nextLong(-100_000_000_000_000_000L, 200_000_000_000_000_000L);
                to.add(field, micros);
                return time(Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1_000);
            }
            case OLD -> {
                int day = value.nextInt(30_000) - 5_000;
                long micros = value.nextLong(86_400_000_000L);
                ByteBuffer int96 = ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(micros * 1_000)
                        .putInt(day + JULIAN_EPOCH);
                to.add(field, NanoTime.fromBinary(Binary.fromConstantByteArray(int96.array())));
                return time(day * 86_400L + micros / 1_000_000, (int) (micros % 1_000_000) * 1_000) + " UTC";
            }
        }
        throw new IllegalStateException(kind.name());
    }

    private static String time(long second, int nano) {
        return LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC).format(MICROS);
    }
}
