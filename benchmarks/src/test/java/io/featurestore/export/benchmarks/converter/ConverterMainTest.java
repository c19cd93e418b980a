package io.featurestore.export.benchmarks.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.export.benchmarks.check.ContentReader;
import io.featurestore.export.benchmarks.check.OutputContent;
import io.featurestore.export.benchmarks.check.OutputFolder;
import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.export.benchmarks.peers.DuckDbMain;
import io.featurestore.export.benchmarks.peers.LibrariesMain;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Checks that the measured process makes the expected output.
final class ConverterMainTest {
    private static final long BYTES = 300_000;

    @TempDir
    private static Path samples;

    private static SampleFile sample;
    private static OutputContent plain;
    private static OutputContent online;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeTheSample() throws Exception {
        sample = SampleFile.make(samples.resolve("sample.csv"), BYTES, SampleFile.SEED);
        plain = ContentReader.ofSample(sample.file(), false);
        online = ContentReader.ofSample(sample.file(), true);
    }

    @ParameterizedTest
    @EnumSource
    void theExportWritesTheRecordsOfTheFile(ComparedOutput output) throws Exception {
        ConverterMain.main(new String[] {
            sample.file().toString(), String.valueOf(sample.records()), folder.toString(), output.id(), "2"
        });

        assertSame(output, folder.resolve("output"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV_GZIP", "JSON", "PARQUET_ZSTD", "ONLINE_JSON_GZIP"})
    void duckDbWritesTheRecordsOfTheFile(ComparedOutput output) throws Exception {
        DuckDbMain.main(new String[] {
            sample.file().toString(), folder.resolve("data" + output.suffix()).toString(), output.id(), "2"
        });

        assertSame(output, folder);
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV_GZIP", "JSON_ZSTD", "PARQUET_SNAPPY", "ONLINE_JSON_GZIP"})
    void theLibrariesWriteTheRecordsOfTheFile(ComparedOutput output) throws Exception {
        LibrariesMain.main(new String[] {
            sample.file().toString(), folder.resolve("data" + output.suffix()).toString(), output.id()
        });

        assertSame(output, folder);
    }

    private static void assertSame(ComparedOutput output, Path written) throws Exception {
        OutputContent content = ContentReader.of(output, OutputFolder.in(written, output));

        assertThat(content.differences(output.online() ? online : plain)).isEqualTo("nothing");
    }
}
