package io.featurestore.cli.download;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file that is being downloaded, beside the file that it becomes: `.NAME.part` has the bytes, and
/// `.NAME.part.done` says what they are. Its first line is the [Content] as JSON; each further line names a
/// range whose bytes are there, with their CRC-64/NVME. A line is added after its range is written. Whatever
/// ended the process, the lines say what can be kept, and a range whose bytes do not have the CRC of its line
/// is fetched again.
///
/// The second file is locked while a process downloads. Memory: 9 bytes a range.
final class PartialFile implements AutoCloseable {
    private static final String BYTES = ".part";
    private static final String DONE = ".part.done";
    private static final Pattern LINE = Pattern.compile("(\\d{1,9}) ([0-9a-f]{16})");
    private static final int MAX_HEADER = 16 << 20;

    /// Describes what is being downloaded.
    ///
    /// @param etag the ETag of the object
    /// @param bytes its size
    /// @param rangeBytes the size of a range
    /// @param handover the export that it comes from
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(String etag, long bytes, long rangeBytes, Handover handover) {
        Ranges ranges() {
            return new Ranges(bytes, rangeBytes);
        }

        boolean fits(RemoteObject object) {
            return etag.equals(object.etag()) && bytes == object.bytes();
        }
    }

    /// The CRCs of the ranges that are done.
    private static final class Crcs {
        private final long[] values;
        private final BitSet known = new BitSet();

        Crcs(int ranges) {
            values = new long[ranges];
        }

        synchronized boolean has(int range) {
            return known.get(range);
        }

        synchronized long of(int range) {
            return values[range];
        }

        synchronized void put(int range, long crc) {
            if (range < values.length) {
                values[range] = crc;
                known.set(range);
            }
        }

        synchronized void remove(int range) {
            known.clear(range);
        }
    }

    private final Path target;
    private final FileChannel bytes;
    private final FileChannel done;
    private final Content content;
    private final Crcs crcs;
    private long verified = -1;

    private PartialFile(Path target, FileChannel bytes, FileChannel done, Content content, Crcs crcs) {
        this.target = target;
        this.bytes = bytes;
        this.done = done;
        this.content = content;
        this.crcs = crcs;
    }

    /// Returns the file that has the bytes of a target that is not complete.
    static Path bytesOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + BYTES);
    }

    private static Path doneOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + DONE);
    }

    /// Opens what an earlier process left for a target; empty if there is nothing that can be continued.
    ///
    /// @throws CommandFailure if another process is downloading to it
    static Optional<PartialFile> open(Path target) throws IOException {
        if (!Files.isRegularFile(doneOf(target)) || !Files.isRegularFile(bytesOf(target))) {
            return Optional.empty();
        }
        FileChannel done = locked(target);
        try {
            List<String> lines = wholeLines(done);
            Optional<Content> content = lines.stream().findFirst().flatMap(PartialFile::content);
            if (content.isEmpty()) {
                done.close();
                return Optional.empty();
            }
            Crcs crcs = new Crcs(content.get().ranges().count());
            for (String line : lines.subList(1, lines.size())) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    crcs.put(Integer.parseInt(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16));
                }
            }
            return Optional.of(new PartialFile(target, openBytes(target), done, content.get(), crcs));
        } catch (IOException | RuntimeException e) {
            done.close();
            throw e;
        }
    }

    /// Begins a download to a target.
    ///
    /// @throws CommandFailure if another process is downloading to it
    static PartialFile create(Path target, Content content) throws IOException {
        FileChannel done = locked(target);
        try {
            done.truncate(0);
            FileChannel bytes = openBytes(target);
            bytes.truncate(0);
            append(done, Json.MAPPER.writeValueAsString(content));
            return new PartialFile(
                    target, bytes, done, content, new Crcs(content.ranges().count()));
        } catch (IOException | RuntimeException e) {
            done.close();
            throw e;
        }
    }

    /// Fails if another process is downloading to a target.
    static void checkUnused(Path target) throws IOException {
        if (Files.isRegularFile(doneOf(target))) {
            locked(target).close();
        }
    }

    private static FileChannel openBytes(Path target) throws IOException {
        return FileChannel.open(
                bytesOf(target), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileChannel locked(Path target) throws IOException {
        FileChannel done = FileChannel.open(
                doneOf(target), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = done.tryLock();
        } catch (OverlappingFileLockException _) {
            // This process downloads to it.
            lock = null;
        } catch (IOException e) {
            done.close();
            throw e;
        }
        if (lock == null) {
            done.close();
            throw CommandFailure.failed("error.download.running", target);
        }
        return done;
    }

    /// Reads the lines that end; a process that was killed may leave half a line.
    private static List<String> wholeLines(FileChannel done) throws IOException {
        if (done.size() > MAX_HEADER) {
            return List.of();
        }
        ByteBuffer all = ByteBuffer.allocate((int) done.size());
        while (all.hasRemaining() && done.read(all, all.position()) >= 0) {
            // Reads on.
        }
        String text = new String(all.array(), 0, all.position(), StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        done.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
        done.position(done.size());
        return text.substring(0, end).lines().toList();
    }

    private static Optional<Content> content(String line) {
        try {
            Content content = Json.MAPPER.readValue(line, Content.class);
            return content.etag() == null || content.handover() == null || content.rangeBytes() < 1
                    ? Optional.empty()
                    : Optional.of(content);
        } catch (IOException _) {
            // It is of another version, or was damaged; nothing can be continued.
            return Optional.empty();
        }
    }

    private static void append(FileChannel done, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            done.write(bytes);
        }
    }

    Content content() {
        return content;
    }

    /// Reads the ranges that the second file names, and forgets those whose bytes are not what was
    /// downloaded. The first call reads them; later calls answer the same.
    ///
    /// @return the number of bytes that need not be fetched
    long verifiedBytes() throws IOException {
        if (verified >= 0) {
            return verified;
        }
        Ranges ranges = content.ranges();
        long kept = 0;
        for (int range = 0; range < ranges.count(); range++) {
            if (crcs.has(range) && crc(ranges.start(range), ranges.end(range)) == crcs.of(range)) {
                kept += ranges.length(range);
            } else {
                crcs.remove(range);
            }
        }
        verified = kept;
        return kept;
    }

    private long crc(long start, long end) throws IOException {
        Crc64Nvme crc = new Crc64Nvme();
        ByteBuffer buffer = ByteBuffer.allocate(ObjectReader.BUFFER);
        long next = start;
        while (next < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
            int count = bytes.read(buffer, next);
            if (count < 0) {
                return ~0;
            }
            crc.update(buffer.array(), 0, count);
            next += count;
        }
        return crc.getValue();
    }

    boolean isDone(int range) {
        return crcs.has(range);
    }

    /// Writes bytes at a position. Several threads may write different ranges.
    void write(byte[] from, int count, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(from, 0, count);
        long next = position;
        while (buffer.hasRemaining()) {
            next += bytes.write(buffer, next);
        }
    }

    /// Records that all bytes of a range are written.
    void done(int range, long crc) throws IOException {
        synchronized (crcs) {
            append(done, "%d %016x".formatted(range, crc));
            crcs.put(range, crc);
        }
    }

    /// Returns the CRC-64/NVME of the whole file. All ranges must be done.
    long crc() {
        Ranges ranges = content.ranges();
        long crc = new Crc64Nvme().getValue();
        for (int range = 0; range < ranges.count(); range++) {
            crc = Crc64Nvme.combine(crc, crcs.of(range), ranges.length(range));
        }
        return crc;
    }

    /// Computes a checksum over the whole file.
    String checksum(ContentChecksum.Running running) throws IOException {
        byte[] buffer = new byte[ObjectReader.BUFFER];
        try (InputStream in = Files.newInputStream(bytesOf(target))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                running.update(buffer, 0, count);
            }
        }
        return running.value();
    }

    /// Makes the bytes durable, because the object on S3 is removed next, and moves them to the target.
    void moveToTarget() throws IOException {
        bytes.truncate(content.bytes());
        bytes.force(true);
        Files.move(bytesOf(target), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(doneOf(target));
    }

    /// Removes both files.
    void discard() throws IOException {
        close();
        Files.deleteIfExists(bytesOf(target));
        Files.deleteIfExists(doneOf(target));
    }

    /// Lets both files be removed when the process ends.
    void deleteOnExit() {
        bytesOf(target).toFile().deleteOnExit();
        doneOf(target).toFile().deleteOnExit();
    }

    /// Closes the files and keeps them.
    @Override
    public void close() throws IOException {
        bytes.close();
        done.close();
    }
}
