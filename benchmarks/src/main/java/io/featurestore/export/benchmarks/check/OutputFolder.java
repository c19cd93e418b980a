package io.featurestore.export.benchmarks.check;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Holds the files of an output.
///
/// @param files in the order of their names; at least one
public record OutputFolder(List<Path> files) {
    private static final String MANIFEST = "manifest";

    public OutputFolder {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there is no output");
        }
    }

    /// Finds the files of an output below a folder, without the export's manifest.
    public static OutputFolder in(Path folder, ComparedOutput output) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new OutputFolder(all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(output.suffix()))
                    .filter(file -> !String.valueOf(file.getFileName()).contains(MANIFEST))
                    .sorted()
                    .toList());
        }
    }

    /// Returns the total size in bytes.
    public long bytes() {
        return files.stream().mapToLong(OutputFolder::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
