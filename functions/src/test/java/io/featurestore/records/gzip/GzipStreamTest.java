package io.featurestore.records.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Compares the stream with `java.util.zip`, which must read everything back.
class GzipStreamTest {
    private static final int BLOCK = 128 << 10;
    private static final int WINDOW = 32 << 10;
    private static final int SEVERAL_BLOCKS = 600_000;

    @Property(tries = 300)
    void zlibReadsBackWhatItWrote(@ForAll("contents") byte[] content) throws IOException {
        assertThat(unzipped(zipped(content, content.length))).isEqualTo(content);
    }

    @Property(tries = 50)
    void writesTheSameBytesHoweverTheyComeIn(@ForAll("contents") byte[] content, @ForAll int seed) throws IOException {
        int step = 1 + Math.floorMod(seed, 100_000);
        assertThat(zipped(content, step)).isEqualTo(zipped(content, content.length));
    }

    @Test
    void writesAnEmptyMember() throws IOException {
        assertThat(unzipped(zipped(new byte[0], 1))).isEmpty();
    }

    @Test
    void takesSingleBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipStream gzip = new GzipStream(out)) {
            gzip.write('a');
            gzip.write(0xff);
        }
        assertThat(unzipped(out.toByteArray())).containsExactly('a', 0xff);
    }

    @Test
    void writesNothingAfterItsEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GzipStream gzip = new GzipStream(out);
        gzip.close();
        byte[] once = out.toByteArray();
        gzip.close();
        assertThat(out.toByteArray()).isEqualTo(once);
    }

    @Test
    void joinedMembersAreOneFile() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(zipped("one ".getBytes(StandardCharsets.UTF_8), 1));
        both.writeBytes(zipped("two".getBytes(StandardCharsets.UTF_8), 1));
        assertThat(unzipped(both.toByteArray()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one two");
    }

    @Test
    void growsRandomBytesByLessThanOnePercent() throws IOException {
        byte[] random = new byte[SEVERAL_BLOCKS];
        new Random(1).nextBytes(random);
        byte[] zipped = zipped(random, random.length);
        assertThat(zipped.length).isLessThan(random.length + random.length / 100);
        assertThat(unzipped(zipped)).isEqualTo(random);
    }

    @Test
    void compressesRecordsNoWorseThanZlibsLevelOne() throws IOException {
        byte[] records = records(SEVERAL_BLOCKS, new Random(2));
        Deflater zlib = new Deflater(1, true);
        zlib.setInput(records);
        zlib.finish();
        int zlibSize = zlib.deflate(new byte[records.length]);
        zlib.end();
        assertThat(zipped(records, records.length).length).isLessThan(zlibSize);
    }

    @Test
    void codesOfRareAndFrequentBytesStayWithinDeflatesBound() throws IOException {
        // Counts that grow like Fibonacci's numbers give the longest codes possible.
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int count = 1;
        int before = 1;
        for (int b = 0; b < 24; b++) {
            for (int i = 0; i < count; i++) {
                content.write(b);
            }
            int next = count + before;
            before = count;
            count = next;
        }
        byte[] shuffled = content.toByteArray();
        Random random = new Random(3);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            byte swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        assertThat(unzipped(zipped(shuffled, shuffled.length))).isEqualTo(shuffled);
    }

    @Test
    void endsABlockAnywhere() throws IOException {
        byte[] records = records(BLOCK + 300, new Random(4));
        byte[] run = new byte[BLOCK + 300];
        for (int around : new int[] {0, BLOCK}) {
            for (int size = Math.max(0, around - 40); size < around + 300; size += around == 0 ? 1 : 17) {
                assertReadsBack(Arrays.copyOf(records, size));
                assertReadsBack(Arrays.copyOf(run, size));
            }
        }
    }

    @Test
    void repeatsFromTheFarEndOfTheWindowButNotBeyond() throws IOException {
        byte[] once = noise(WINDOW, new Random(5), 256);
        byte[] near = noise(4 * WINDOW, new Random(6), 256);
        System.arraycopy(once, 0, near, 0, WINDOW);
        System.arraycopy(once, 0, near, WINDOW, WINDOW);
        byte[] beyond = noise(4 * WINDOW, new Random(6), 256);
        System.arraycopy(once, 0, beyond, 0, WINDOW);
        System.arraycopy(once, 0, beyond, WINDOW + 1, WINDOW);
        assertThat(assertReadsBack(near)).isLessThan(3 * WINDOW + WINDOW / 10);
        assertThat(assertReadsBack(beyond)).isGreaterThan(4 * WINDOW);
    }

    @Test
    void repeatsAcrossBlocks() throws IOException {
        byte[] content = noise(2 * BLOCK, new Random(7), 256);
        System.arraycopy(content, BLOCK - WINDOW, content, BLOCK, WINDOW);
        assertThat(assertReadsBack(content)).isLessThan(2 * BLOCK - WINDOW + WINDOW / 10);
    }

    @Test
    void takesMatchesOfEveryLength() throws IOException {
        Random random = new Random(8);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] phrase = noise(300, random, 256);
        content.writeBytes(phrase);
        for (int length = 1; length <= phrase.length; length++) {
            content.write(phrase, phrase.length - length, length);
            content.writeBytes(noise(1 + random.nextInt(9), random, 256));
        }
        assertReadsBack(content.toByteArray());
    }

    @Test
    void takesZerosAtTheBeginningForWhatTheyAre() throws IOException {
        byte[] content = noise(100, new Random(9), 256);
        Arrays.fill(content, 0, 20, (byte) 0);
        Arrays.fill(content, 50, 70, (byte) 0);
        assertReadsBack(content);
    }

    @Provide
    Arbitrary<byte[]> contents() {
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(0, 300)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, SEVERAL_BLOCKS)));
        return sizes.flatMap(size -> Arbitraries.randomValue(random -> switch (random.nextInt(4)) {
            case 0 -> records(size, random);
            case 1 -> noise(size, random, 256);
            case 2 -> noise(size, random, 1 + random.nextInt(4));
            default -> repeats(size, random);
        }));
    }

    private static byte[] noise(int size, Random random, int letters) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextInt(letters);
        }
        return bytes;
    }

    /// Returns random bytes that repeat at any distance, including the longest possible distance and beyond.
    private static byte[] repeats(int size, Random random) {
        byte[] bytes = noise(size, random, 256);
        for (int at = 1; at < size; ) {
            int distance = 1 + random.nextInt(Math.min(at, 40_000));
            int length = Math.min(size - at, 1 + random.nextInt(400));
            for (int i = 0; i < length; i++) {
                bytes[at + i] = bytes[at + i - distance];
            }
            at += length + random.nextInt(50);
        }
        return bytes;
    }

    private static byte[] records(int size, Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append("\"C-")
                    .append(random.nextInt(1_000_000))
                    .append("\",\"2025-05-")
                    .append(random.nextInt(31))
                    .append("T02:00:51Z\",\"고객 ")
                    .append(random.nextDouble())
                    .append("\"\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), size);
    }

    private static byte[] zipped(byte[] content, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipStream gzip = new GzipStream(out)) {
            for (int at = 0; at < content.length; at += step) {
                gzip.write(content, at, Math.min(step, content.length - at));
            }
        }
        return out.toByteArray();
    }

    /// Returns the compressed size.
    private static int assertReadsBack(byte[] content) throws IOException {
        byte[] zipped = zipped(content, Math.max(1, content.length));
        assertThat(unzipped(zipped)).isEqualTo(content);
        return zipped.length;
    }

    private static byte[] unzipped(byte[] zipped) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
    }
}
