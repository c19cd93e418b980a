package io.featurestore.records.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Compares what the builder prints with Java's own text.
class Utf8BuilderTest {
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);
    private final Utf8Builder out = new Utf8Builder();
    private final Random random = new Random(7);

    private String text(Consumer<Utf8Builder> print) {
        out.truncate(1);
        print.accept(out);
        return out.text(1);
    }

    @Test
    void printsDoublesAsJavaDoes() {
        for (double value : new double[] {
            0.0,
            -0.0,
            1,
            -1,
            0.1,
            0.001,
            0.00099999,
            9_999_999.999,
            1e7,
            1.0E7,
            12_345_678.9,
            1_640_995_200,
            1e15,
            1e14,
            999_999_999_999_999.0,
            9_007_199_254_740_993.0,
            1e22,
            1e23,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            2.2250738585072014E-308,
            100,
            1000.5,
            5e-3,
            0.3,
            0.1 + 0.2,
            9.999999999999999,
            0.9999999999999999,
            1.0000000000000002,
            99999.99999999999,
            0.0010000000000000002
        }) {
            assertThat(text(b -> b.number(value))).isEqualTo(Double.toString(value));
        }
        for (int i = 0; i < 50_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            double near = random.nextLong(1_000_000_000_000_000_000L) / Math.pow(10, random.nextInt(22));
            double shortOne = (random.nextInt(2_000_000) - 1_000_000) / Math.pow(10, random.nextInt(8));
            double neighbour = i % 2 == 0 ? Math.nextUp(shortOne) : Math.nextDown(shortOne);
            for (double value : new double[] {any, near, shortOne, neighbour}) {
                assertThat(text(b -> b.number(value))).isEqualTo(Double.toString(value));
            }
        }
    }

    @Test
    void printsIntegersAndDecimals() {
        for (int i = 0; i < 30_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(20);
            assertThat(text(b -> b.integer(value))).isEqualTo(Long.toString(value));
            assertThat(text(b -> b.decimal(value, scale)))
                    .isEqualTo(BigDecimal.valueOf(value, scale).toPlainString());
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 9, 10, 99, 100, -100}) {
            assertThat(text(b -> b.integer(value))).isEqualTo(Long.toString(value));
            assertThat(text(b -> b.decimal(value, 3)))
                    .isEqualTo(BigDecimal.valueOf(value, 3).toPlainString());
        }
        for (int i = 0; i < 1_000; i++) {
            BigInteger value = new BigInteger(127, random).subtract(BigInteger.ONE.shiftLeft(126));
            assertThat(text(b -> b.decimal(value, 38))).isEqualTo(new BigDecimal(value, 38).toPlainString());
        }
    }

    @Test
    void printsDatesAndTimes() {
        for (long day = -719_600; day < 2_933_000; day += 1 + random.nextInt(200)) {
            long epochDay = day;
            assertThat(text(b -> b.date(epochDay)))
                    .isEqualTo(LocalDate.ofEpochDay(day).toString());
        }
        for (long day : new long[] {
            0, 0, -719_529, -719_529, 0, 1, 2_932_896, 2_932_896, 2_932_897, -719_529, 5_000_000, -5_000_000, 40_000_000
        }) {
            assertThat(text(b -> b.date(day)))
                    .isEqualTo(LocalDate.ofEpochDay(day).toString());
        }
        for (int i = 0; i < 50_000; i++) {
            long second = random.nextLong(-62_135_596_800L, 253_402_300_800L);
            int nano = random.nextInt(1_000_000_000);
            int digits = random.nextInt(10);
            String nanos =
                    LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC).format(NANOS);
            assertThat(text(b -> b.timestamp(second, nano, digits)))
                    .isEqualTo(nanos.substring(0, digits == 0 ? 19 : 20 + digits));
        }
        assertThat(text(b -> b.timestamp(0, 123_456_789, 12))).isEqualTo("1970-01-01 00:00:00.123456789000");
    }

    @Test
    void growsAndPrintsBytes() {
        byte[] bytes = new byte[5_000];
        random.nextBytes(bytes);
        String hexadecimal = text(b -> b.hexadecimal(bytes, 0, bytes.length));
        assertThat(hexadecimal).hasSize(3 * bytes.length - 1);
        byte[] printed = hexadecimal.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(BinaryText.parse(printed, 0, printed.length)).isEqualTo(bytes);
        assertThat(text(b -> b.hexadecimal(bytes, 0, 0))).isEmpty();
        assertThat(text(b -> b.put(bytes, 3, 4_000)).length()).isPositive();
    }
}
