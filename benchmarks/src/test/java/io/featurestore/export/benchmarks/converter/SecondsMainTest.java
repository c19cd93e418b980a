package io.featurestore.export.benchmarks.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.export.benchmarks.data.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that the measured work is done: chunks become parts, and write statistics if they are requested.
final class SecondsMainTest {
    private static final long BYTES = 300_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "csv none, false",
        "csv gzip online, false",
        "json gzip statistics, true",
        "parquet snappy expect, true",
        "csv zstd expect unique, true"
    })
    void printsTheSecondsOfAConversion(String kind, boolean gathers) throws Exception {
        SampleFile sample = SampleFile.make(folder.resolve("sample.csv"), BYTES, SampleFile.SEED);
        List<String> arguments = new ArrayList<>(List.of(
                sample.file().toString(),
                String.valueOf(sample.records()),
                folder.resolve("work").toString()));
        arguments.addAll(List.of(kind.split(" ", -1)));
        Files.createDirectories(folder.resolve("work"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            SecondsMain.main(arguments.toArray(String[]::new));
        } finally {
            System.setOut(out);
        }

        assertThat(Double.parseDouble(said.toString(StandardCharsets.UTF_8))).isBetween(0.0, 60.0);
        assertThat(written("/parts/")).isPositive();
        assertThat(written("/statistics/") > 0).isEqualTo(gathers);
    }

    private long written(String place) throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(place))
                    .count();
        }
    }
}
