package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.cli.target.EmbeddedServices;
import io.featurestore.local.sample.SampleFeatureGroup.Format;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs `fs export` in processes of its own as it runs on AWS: the services are behind an endpoint, through
/// which every call passes.
class AwsCommandTest {
    private static final String BUCKET = "feature-store-export-000000000000-us-east-1";
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:feature-store-export";
    private static final long SECONDS = 120;

    @TempDir
    Path folder;

    private EmbeddedServices services;
    private S3Proxy proxy;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        services = EmbeddedServices.open(folder.resolve("store"), 0, "error.store.in.use");
        services.makeCustomers(Format.GLUE, 300);
        proxy = new S3Proxy(services.endpoint());
        proxy.stack(MACHINE);
    }

    @AfterEach
    void close() {
        started.forEach(Process::destroyForcibly);
        proxy.close();
        services.close();
    }

    /// Runs the command several times in one process. `|` ends the arguments of a run.
    static final class Runs {
        private Runs() {}

        /// Prints the exit code and the standard error of each run.
        public static void main(String[] arguments) {
            List<String> run = new ArrayList<>();
            for (String argument : arguments) {
                if (argument.equals("|")) {
                    CommandRun done = CommandRun.of(run.toArray(String[]::new));
                    System.out.println(done.exitCode() + " " + done.out() + done.err());
                    run.clear();
                } else {
                    run.add(argument);
                }
            }
        }
    }

    /// The policy allows what the command calls, and nothing else. What a bucket with a key needs in addition
    /// is a policy of its own, as S3 asks KMS for the caller of GetObject.
    @Test
    void callsWhatThePolicyForCallersAllows() throws Exception {
        String file = folder.resolve("out.csv").toString();
        Process runs = start(ChildProcess.command(
                Runs.class,
                Stream.of(
                                Stream.of("export", "customers", "s3://" + BUCKET + "/a/out.csv", "--stack", "s"),
                                Stream.of("export", "customers", file, "--report", "--yes", "--stack", "s"),
                                Stream.of("export", "customers", "-", "--dry-run", "--stack", "s"))
                        .flatMap(arguments -> Stream.concat(arguments, Stream.of("|")))
                        .toArray(String[]::new)));
        String said = output(runs);
        assertThat(said.lines().filter(line -> line.startsWith("0 "))).as(said).hasSize(3);
        assertThat(said).contains("Download from AWS: about 0");

        proxy.version("v1");
        Process interrupted = start(ChildProcess.command(
                Fs.class, "export", "customers", "--yes", "--chunk-size", "10", "--state-machine", MACHINE));
        awaitNext("AWSStepFunctions.DescribeExecution");
        ChildProcess.signal(interrupted, "INT");
        assertThat(output(interrupted)).contains("Stopping the export …");
        Process toStandardOutput = start(ChildProcess.command(
                Fs.class, "export", "customers", "-", "--yes", "--limit", "2", "--state-machine", MACHINE));
        output(toStandardOutput);

        Set<String> called = new TreeSet<>();
        proxy.calls().forEach(call -> called.add(action(call)));
        Set<String> allowed = new TreeSet<>();
        for (JsonNode statement : Json.MAPPER
                .readTree(Files.readAllBytes(Path.of("../docs/policies/command.json")))
                .path("Statement")) {
            JsonNode actions = statement.path("Action");
            (actions.isArray() ? actions : List.of(actions)).forEach(action -> allowed.add(action.asText()));
        }
        assertThat(called).isEqualTo(allowed);
    }

    /// Returns the permission that a call needs, as the service authorization reference of each service lists
    /// it.
    private static String action(S3Proxy.Call call) {
        if (call.target().isPresent()) {
            return call.target().get().replace("AWSStepFunctions.", "states:");
        }
        if (call.body().contains("Action=DescribeStacks")) {
            return "cloudformation:DescribeStacks";
        }
        return switch (call.method()) {
            case "GET", "HEAD" ->
                call.query().isEmpty()
                        ? "s3:GetObject"
                        : "s3:GET " + call.query().get();
            case "DELETE" ->
                call.query().filter(q -> q.contains("versionId=")).isPresent()
                        ? "s3:DeleteObjectVersion"
                        : "s3:DeleteObject";
            default -> call.method() + " " + call.path();
        };
    }

    @Test
    void continuesADownloadThatWasInterruptedAndRemovesTheVersion() throws Exception {
        proxy.version("v7");
        proxy.hold(true);
        Path file = folder.resolve("out.csv");
        String[] command = {"export", "customers", file.toString(), "--no-compress", "--yes", "--state-machine", MACHINE
        };
        Process first = start(ChildProcess.command(Fs.class, command));
        assertThat(proxy.awaitHeld(SECONDS)).isTrue();
        assertThat(names()).contains(".out.csv.part", ".out.csv.part.done");

        ChildProcess.signal(first, "INT");

        assertThat(output(first))
                .contains("The download stops here; the export itself is complete: s3://" + BUCKET
                        + "/exports/customers/");
        assertThat(first.exitValue()).isEqualTo(130);
        assertThat(file).doesNotExist();
        assertThat(proxy.calls()).noneMatch(call -> call.method().equals("DELETE"));

        proxy.hold(false);
        Process second = start(ChildProcess.command(Fs.class, command));
        String said = output(second);

        assertThat(second.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("✓ Continuing the download of the export that was complete at", "✓ Downloaded: " + file);
        assertThat(calls("AWSStepFunctions.StartExecution")).isEqualTo(1);
        assertThat(Files.readAllLines(file)).hasSizeGreaterThan(100);
        assertThat(names())
                .contains("out.csv", "_out.csv.manifest.json")
                .doesNotContain(".out.csv.part", ".out.csv.part.done");
        assertThat(proxy.calls().stream().filter(call -> call.method().equals("DELETE")))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.query()).contains("versionId=v7"));
        assertThat(folder.resolve("store/s3/buckets/" + BUCKET + "/exports")).doesNotExist();
    }

    private long calls(String target) {
        return proxy.calls().stream()
                .filter(call -> call.target().filter(target::equals).isPresent())
                .count();
    }

    /// Waits for the next call of that kind.
    private void awaitNext(String target) throws InterruptedException {
        long before = calls(target);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (calls(target) == before) {
            assertThat(System.nanoTime()).as(target).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("FS_"));
        builder.environment().put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
        builder.environment().put("AWS_REGION", "us-east-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(said).isTrue();
        return said;
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
