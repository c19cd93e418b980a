package io.featurestore.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that the value of a service's limit is written in [Limits] alone.
class LimitsTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @ParameterizedTest
    @ValueSource(strings = {"5L? ?<< ?30", "5L? ?<< ?20", "256 KiB"})
    void standsOnce(String literal) throws IOException {
        Pattern pattern = Pattern.compile("(?<![\\d.])" + literal);
        try (Stream<Path> files = Files.walk(SOURCES.resolve("io/featurestore"))) {
            List<Path> holders = files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.startsWith(SOURCES.resolve("io/featurestore/records")))
                    .filter(f -> pattern.matcher(read(f)).find())
                    .map(Path::getFileName)
                    .toList();
            assertThat(holders).isSubsetOf(Path.of("Limits.java"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
