package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Kills a process in the middle of an export. Nothing of it may be visible as an output. The next process on the
/// same folder removes what is left, and the same request succeeds.
class KilledProcessTest {
    private static final int ROWS = 60_000;
    /// The kill may come too late. Then another process is killed.
    private static final int ATTEMPTS = 5;
    private static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:feature-store-export:";

    private static Path folder;
    private static Path log;
    private static WholeTable table;

    /// The moment of the kill, and the request.
    private enum Moment {
        QUERY_RUNS("json", "gzip", 8, false) {
            @Override
            boolean isNow(String name) {
                return !objects(ExportStack.WORK, "work/" + name + "/query.json")
                        .isEmpty();
            }
        },
        CHUNKS_ARE_CONVERTED("csv", "gzip", 48, false) {
            @Override
            boolean isNow(String name) {
                return objects(ExportStack.WORK, "work/" + name + "/parts").size() > 8;
            }
        },
        A_PART_IS_UPLOADED("json", "none", 1, false) {
            @Override
            boolean isNow(String name) {
                return !uploads("/parts/").isEmpty();
            }
        },
        ONE_OBJECT_IS_ASSEMBLED("json", "none", 24, false) {
            @Override
            boolean isNow(String name) {
                return !objects(ExportStack.WORK, "work/" + name + "/upload.json")
                        .isEmpty();
            }
        },
        PART_FILES_ARE_PUBLISHED("parquet", "zstd", 48, true) {
            @Override
            boolean isNow(String name) {
                return !objects(ExportStack.EXPORTS, name() + "/").isEmpty();
            }
        };

        private final String format;
        private final String compression;
        private final int chunks;
        private final boolean partFiles;

        Moment(String format, String compression, int chunks, boolean partFiles) {
            this.format = format;
            this.compression = compression;
            this.chunks = chunks;
            this.partFiles = partFiles;
        }

        abstract boolean isNow(String name);

        ObjectNode request() {
            ObjectNode request = ExportStack.request("{}")
                    .put("featureGroupName", "customers")
                    .put("output", "s3://" + ExportStack.EXPORTS + "/" + name() + (partFiles ? "/" : ""))
                    .put("format", format)
                    .put("compression", compression)
                    .put("includeDeleted", true)
                    .put("systemColumns", true)
                    .put("chunkSize", Math.ceilDiv(ROWS, chunks));
            WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
            return request;
        }
    }

    @BeforeAll
    static void makeTheTable(@TempDir Path temporary) throws Exception {
        folder = temporary.resolve("aws");
        log = temporary.resolve("child.log");
        try (ExportStack stack = ExportStack.start(folder)) {
            stack.aws().createSampleGroup(ROWS);
            table = WholeTable.read(
                    stack.aws().buckets().folder() + "/feature-store-offline-*/**/*.parquet",
                    temporary.resolve("expected.duckdb"));
        }
    }

    @AfterAll
    static void close() throws Exception {
        table.close();
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingAndTheNextRunSucceeds(Moment moment) throws Exception {
        boolean killedInTime = false;
        for (int attempt = 1; !killedInTime && attempt <= ATTEMPTS; attempt++) {
            String name = moment + "-" + attempt;
            killed(name, moment);
            List<Path> shown = published(moment);
            try (ExportStack stack = ExportStack.start(folder)) {
                String status = stack.await(name, EXECUTION + name).status();
                killedInTime = status.equals("ABORTED");
                if (killedInTime) {
                    assertThat(shown).as("published before the end").noneMatch(KilledProcessTest::isResult);
                    awaitCleanUp(stack, name);
                    assertThat(published(moment)).isEmpty();
                    succeedsNow(stack, moment, name);
                }
                remove(stack, moment);
            }
        }
        assertThat(killedInTime).as("killed in the middle").isTrue();
    }

    /// Data of a request whose sender broke off is deleted with its connection, at the latest with the server.
    @AfterEach
    void noTemporaryFileIsLeft() throws IOException, InterruptedException {
        Path temporary = folder.resolve("s3/temporary");
        for (int i = 0; i < 500 && !isEmpty(temporary); i++) {
            Thread.sleep(20);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUERY_RUNS")
    void aStoppedExecutionLeavesNothing(Moment moment) throws Exception {
        try (ExportStack stack = ExportStack.start(folder)) {
            String status = "";
            String name = "";
            for (int attempt = 1; !status.equals("ABORTED") && attempt <= ATTEMPTS; attempt++) {
                remove(stack, moment);
                name = moment + "-stopped-" + attempt;
                String execution = stack.start(name, moment.request().toString());
                while (!moment.isNow(name) && isRunning(stack, execution)) {
                    Thread.sleep(1);
                }
                stack.sfn().stopExecution(r -> r.executionArn(execution));
                status = stack.await(name, execution).status();
            }
            assertThat(status).isEqualTo("ABORTED");
            awaitCleanUp(stack, name);
            assertThat(published(moment)).isEmpty();
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean isRunning(ExportStack stack, String execution) {
        return stack.sfn().describeExecution(r -> r.executionArn(execution)).status() == ExecutionStatus.RUNNING;
    }

    /// Returns whether there is an output: an object, or part files with their manifest.
    private static boolean isResult(Path shown) {
        return !shown.getParent().getFileName().toString().equals(Moment.PART_FILES_ARE_PUBLISHED.name())
                || shown.toString().endsWith("manifest.json");
    }

    private static void killed(String name, Moment moment) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + log.getParent(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcessTestChild.class.getName(),
                        folder.toString(),
                        name,
                        moment.request().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            while (process.isAlive() && !moment.isNow(name)) {
                Thread.sleep(1);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("%s", Files.readString(log)).isIn(0, 128 + 9);
    }

    private static void awaitCleanUp(ExportStack stack, String name) throws InterruptedException {
        for (int i = 0;
                i < 1500
                        && !(stack.keys(ExportStack.WORK, "work/" + name).isEmpty()
                                && bytesOfUploads().isEmpty());
                i++) {
            Thread.sleep(20);
        }
        assertThat(stack.keys(ExportStack.WORK, "work/" + name)).isEmpty();
        assertThat(uploads("/parts/")).isEmpty();
        assertThat(bytesOfUploads()).isEmpty();
        assertThat(folder.resolve("athena")).isEmptyDirectory();
    }

    private static void succeedsNow(ExportStack stack, Moment moment, String name) throws Exception {
        ExportStack.Run run = stack.run(name + "-again", moment.request());
        run.succeeded();
        S3Uri output = run.uri();
        List<Path> files = stack.keys(output.bucket(), output.key()).stream()
                .filter(key -> !key.endsWith("manifest.json"))
                .map(key -> stack.file(new S3Uri(output.bucket(), key)))
                .toList();
        assertThat(table.fingerprint(moment.format, files)).isEqualTo(table.fingerprint());
    }

    private static void remove(ExportStack stack, Moment moment) throws IOException {
        for (String prefix : List.of(moment.name(), "_" + moment.name())) {
            for (String key : stack.keys(ExportStack.EXPORTS, prefix)) {
                stack.aws().buckets().delete(ExportStack.EXPORTS, key);
            }
        }
    }

    /// Returns the files of the output and of the manifest beside it.
    private static List<Path> published(Moment moment) {
        return Stream.of(moment.name(), "_" + moment.name())
                .flatMap(key -> objects(ExportStack.EXPORTS, key).stream())
                .toList();
    }

    /// Returns the files of the objects at or below a key, with any suffix. No service needs to run.
    private static List<Path> objects(String bucket, String key) {
        Path place = folder.resolve("s3/buckets").resolve(bucket).resolve(key);
        return children(place.getParent()).stream()
                .filter(path -> path.getFileName()
                        .toString()
                        .startsWith(place.getFileName().toString()))
                .flatMap(path -> Files.isDirectory(path) ? children(path).stream() : Stream.of(path))
                .toList();
    }

    /// Returns the open uploads whose description holds a text.
    private static List<Path> uploads(String text) {
        return children(folder.resolve("s3/uploads")).stream()
                .filter(upload -> text(upload.resolve("upload.json")).contains(text))
                .toList();
    }

    /// Returns the content of a file, which the process may delete meanwhile.
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An upload that was killed while it started stands in no document, but then it has no part.
    private static List<Path> bytesOfUploads() {
        return uploads("").stream()
                .flatMap(upload -> children(upload).stream())
                .filter(file -> !file.endsWith("upload.json"))
                .toList();
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
