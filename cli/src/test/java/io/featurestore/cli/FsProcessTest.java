package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.target.EmbeddedServices;
import io.featurestore.local.sample.SampleFeatureGroup.Format;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the command in a separate process, with real standard streams and signals.
class FsProcessTest {
    private static final long SECONDS = 90;

    @TempDir
    static Path store;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void makeCustomers() throws IOException {
        try (EmbeddedServices services = EmbeddedServices.open(store, 0, "error.store.in.use")) {
            services.makeCustomers(Format.GLUE, 300);
        }
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void keepsTheFunctionsLogsOffStandardOutput() throws Exception {
        Process fs = fs("export", "customers", folder.resolve("a.csv").toString(), "--limit", "3", "--json");

        assertThat(exitCode(fs)).as(err()).isZero();
        assertThat(Json.MAPPER.readTree(out()).path("output").path("records").asLong())
                .isEqualTo(3);
        assertThat(err()).startsWith("📥 Exporting …\n✓ Request checked\n");
        assertThat(Files.readString(store.resolve("logs/functions.log")))
                .contains("\"function_name\":\"ResolveTable\"");
    }

    @Test
    void stopsAndCleansUpWhenItIsInterrupted() throws Exception {
        Process fs = fs("export", "customers", folder.resolve("a.csv").toString(), "--chunk-size", "10");
        await("✓ Table found", folder.resolve("err"));

        ChildProcess.signal(fs, "INT");

        assertThat(exitCode(fs)).as(err()).isEqualTo(130);
        assertThat(err()).contains("Stopping the export …\n", "The export was stopped.");
        assertThat(out()).isEmpty();
        assertThat(files(folder)).containsExactlyInAnyOrder("err", "out");
        assertThat(files(store.resolve("s3/buckets/feature-store-export-work-000000000000-us-east-1")))
                .isEmpty();
    }

    @Test
    void servesUntilItIsEnded() throws Exception {
        Process fs = fs("local", "--port", "0");
        await("SECRET", folder.resolve("out"));

        assertThat(out()).matches("""
                                  ready (http://127\\.0\\.0\\.1:\\d+)
                                  export AWS_ENDPOINT_URL=\\1 AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
                                  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
                                  """);
        String port = out().lines().findFirst().orElseThrow().replaceAll(".*:", "");
        CommandRun samePort = CommandRun.of(
                "local", "--port", port, "--store", folder.resolve("other").toString());
        CommandRun sameStore = CommandRun.of("local", "--port", "0", "--store", store.toString());

        ChildProcess.signal(fs, "TERM");

        assertThat(exitCode(fs)).isEqualTo(143);
        assertThat(err()).isEqualTo("stopped\n");
        assertThat(samePort)
                .isEqualTo(
                        new CommandRun(
                                1,
                                "",
                                "fs: Port " + port
                                        + " on 127.0.0.1 is in use. End the process that uses it, or choose another port with --port.\n"));
        assertThat(sameStore.exitCode()).isEqualTo(1);
        assertThat(sameStore.err())
                .startsWith("fs: The folder " + store + " is in use by process " + fs.pid()
                        + ", serving http://127.0.0.1:" + port);
    }

    @Test
    void letsThingsGoWrongWhereItIsAsked() throws Exception {
        Path plan = Files.writeString(folder.resolve("faults.json"), """
                {"rules": [{"kind": "INTERNAL_ERROR", "service": "s3", "operation": "ListObjectsV2"}]}""");
        Process fs = fs("local", "--port", "0", "--faults", plan.toString());
        await("SECRET", folder.resolve("out"));
        URI list = URI.create(out().lines().findFirst().orElseThrow().replace("ready ", "")
                + "/feature-store-export-000000000000-us-east-1?list-type=2");

        List<Integer> answers = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 2; i++) {
                answers.add(client.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode());
            }
        }

        assertThat(answers).containsExactly(500, 200);
        assertThat(err()).isEqualTo("""
                                    The services cause these faults:
                                      INTERNAL_ERROR on s3:ListObjectsV2 from 1, 1 times
                                    """);
    }

    private Process fs(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(ChildProcess.command(Fs.class, arguments));
        command.addAll(List.of("--store", store.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("FS_"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                .as("ends in time")
                .isTrue();
        return process.exitValue();
    }

    private void await(String text, Path file) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!Files.readString(file).contains(text)) {
            assertThat(System.nanoTime())
                    .as("says '" + text + "' in time; says " + out() + err())
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
