package io.featurestore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/** One execution from start to end: followed, stopped on demand, and its output brought down where that was asked. */
final class ExportRun {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'fs'-yyyyMMdd-HHmmss-").withZone(
            ZoneOffset.UTC);
    private static final long EMBEDDED_INTERVAL_MILLIS = 100;
    private static final long AWS_INTERVAL_MILLIS = 1500;

    private final Machine machine;
    private final Console console;
    private final Progress progress;

    ExportRun(Machine machine, Console console, Progress progress) {
        this.machine = machine;
        this.console = console;
        this.progress = progress;
    }

    /** Returns a new name of an execution. */
    static String name() {
        byte[] random = new byte[4];
        ThreadLocalRandom.current().nextBytes(random);
        return NAME.format(Instant.now()) + HexFormat.of().formatHex(random);
    }

    /** Returns the result; empty if the export failed, which has then been said. */
    Optional<JsonNode> run(String name, ObjectNode request, Optional<LocalOutput> local, boolean overwrite)
            throws InterruptedException {
        String execution = machine.start(name, request);
        try (Interruption interruption = new Interruption(machine, execution, console, progress); progress) {
            interruption.await();
            DescribeExecutionResponse end = follow(execution);
            boolean interrupted = interruption.executionEnded();
            return switch (end.status()) {
                case SUCCEEDED -> interrupted
                        ? say("stop.late", parse(end.output()).path("output").path("uri").asText())
                        : Optional.of(bringDown(parse(end.output()), local, overwrite));
                case ABORTED -> say("aborted", Optional.ofNullable(end.cause()).orElse(""));
                case TIMED_OUT -> say("timedOut");
                default -> say("failed", Optional.ofNullable(end.error()).orElse("Internal"), Optional.ofNullable(end
                        .cause()).orElse(""));
            };
        }
    }

    private DescribeExecutionResponse follow(String execution) throws InterruptedException {
        try {
            return new ExecutionFollower(machine.sfn(), execution, progress, machine.embedded()
                    ? EMBEDDED_INTERVAL_MILLIS
                    : AWS_INTERVAL_MILLIS).follow();
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.lost", execution, Reasons.of(e));
        }
    }

    private Optional<JsonNode> say(String text, Object... arguments) {
        progress.close();
        console.err().println(Texts.text(text, arguments));
        return Optional.empty();
    }

    /** Downloads output, manifest and report, then removes them from S3: the file is the output. */
    private JsonNode bringDown(JsonNode result, Optional<LocalOutput> local, boolean overwrite) {
        if (local.isEmpty() || !result.has("manifest")) {
            return result;
        }
        Path path = local.get().path();
        LocalOutput manifestFile = new LocalOutput(path.resolveSibling(path.getFileName() + ".manifest.json"));
        S3Uri from = S3Uri.parse(result.path("output").path("uri").asText());
        S3Uri manifest = S3Uri.parse(result.path("manifest").asText());
        Optional<S3Uri> report = Optional.ofNullable(result.get("report")).map(uri -> S3Uri.parse(uri.asText()));
        LocalOutput reportFile = new LocalOutput(path.resolveSibling(path.getFileName() + ".report.html"));
        progress.running(Texts.text("downloading"));
        try {
            local.get().download(machine.s3(), from, result.path("output").path("bytes").asLong(), overwrite);
            report.ifPresent(uri -> reportFile.write(bytes(uri), true));
            manifestFile.write(moved(parse(new String(bytes(manifest), StandardCharsets.UTF_8)), path, manifestFile
                    .path(), reportFile.path())
                    .toPrettyString()
                    .getBytes(StandardCharsets.UTF_8), true);
        } catch (CommandFailure e) {
            throw new CommandFailure(e.exitCode(), Texts.text("error.output.stays", e.message(), from), e);
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.output.stays", Texts.text("error.download", Reasons.of(e)), from);
        }
        machine.s3().deleteObject(r -> r.bucket(from.bucket()).key(from.key()));
        machine.s3().deleteObject(r -> r.bucket(manifest.bucket()).key(manifest.key()));
        report.ifPresent(uri -> machine.s3().deleteObject(r -> r.bucket(uri.bucket()).key(uri.key())));
        progress.done(Texts.text("downloaded", path));
        return moved(result, path, manifestFile.path(), reportFile.path());
    }

    private byte[] bytes(S3Uri uri) {
        return machine.s3().getObjectAsBytes(r -> r.bucket(uri.bucket()).key(uri.key())).asByteArrayUnsafe();
    }

    /** Returns a result that says where the files are now. */
    private static JsonNode moved(JsonNode result, Path output, Path manifest, Path report) {
        ObjectNode here = result.deepCopy();
        here.withObject("output").put("uri", output.toUri().toString());
        here.put("manifest", manifest.toUri().toString());
        if (here.has("report")) {
            here.put("report", report.toUri().toString());
        }
        return here;
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
