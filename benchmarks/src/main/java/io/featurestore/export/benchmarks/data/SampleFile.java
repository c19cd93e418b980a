package io.featurestore.export.benchmarks.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Makes the file that every contestant reads: CSV as Athena writes it (every value except NULL is quoted, NULL
/// is empty between the commas, `\n` ends a record), with quotes, commas, line ends, Korean, NULLs and empty
/// strings. The same seed and size give the same bytes on every machine.
///
/// @param file its path
/// @param records number of records, without the header
/// @param bytes its size in bytes
public record SampleFile(Path file, long records, long bytes) {
    /// The seed of the sample for the published figures.
    public static final long SEED = 42;

    /// Writes records until the file has at least `bytes` bytes.
    ///
    /// @throws IOException if the file cannot be written; no file is left then
    public static SampleFile make(Path file, long bytes, long seed) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        SampleRecords sample = new SampleRecords(seed);
        long written = 0;
        long records = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20)) {
            written += write(header(), out);
            while (written < bytes) {
                written += write(sample.next(), out);
                records++;
            }
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        return new SampleFile(file, records, written);
    }

    private static int write(CharSequence text, OutputStream out) throws IOException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        return bytes.length;
    }

    private static String header() {
        return Arrays.stream(SampleColumn.values())
                .map(c -> '"' + c.label() + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }
}
