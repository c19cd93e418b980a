package io.featurestore.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @Test
    void makesThreeOutputsAndShowsThem(@TempDir Path folder) throws Exception {
        Path outputs = folder.resolve("outputs");
        CommandRun run = CommandRun.of(
                "demo", "--rows", "3000", "--store", folder.resolve("store").toString(), "--dir", outputs.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (var files = Files.list(outputs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("customers.csv.gz", "customers-online.json.gz", "customers.parquet");
        }
        assertThat(OutputPreview.firstLines(outputs.resolve("customers.csv.gz")).getFirst())
                .startsWith("\"customer_id\",");
        assertThat(run.out()).contains("\"customer_id\",", "{\"customer_id\":\"", "customer_id=");
    }
}
