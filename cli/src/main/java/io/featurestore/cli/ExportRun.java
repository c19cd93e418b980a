package io.featurestore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.json.Json;
import io.featurestore.export.objects.S3Uri;

import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/** One execution from start to end: followed, stopped on demand, and its output brought down where that was asked. */
final class ExportRun {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'fs'-yyyyMMdd-HHmmss-").withZone(
            ZoneOffset.UTC);
    private static final long EMBEDDED_INTERVAL_MILLIS = 100;
    private static final long AWS_INTERVAL_MILLIS = 1500;
    private static final long STOPPING_SECONDS = 20;

    private final Machine machine;
    private final Console console;
    private final Progress progress;

    ExportRun(Machine machine, Console console, Progress progress) {
        this.machine = machine;
        this.console = console;
        this.progress = progress;
    }

    /** Returns the result; empty if the export failed, which has then been said. */
    Optional<JsonNode> run(ObjectNode request, Optional<LocalOutput> local, boolean overwrite)
            throws InterruptedException {
        String execution = machine.start(name(), request);
        CountDownLatch ended = new CountDownLatch(1);
        Thread interrupted = Thread.ofPlatform().unstarted(() -> interrupted(execution, ended));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try (progress) {
            DescribeExecutionResponse end = new ExecutionFollower(machine.sfn(), execution, progress, machine.embedded()
                    ? EMBEDDED_INTERVAL_MILLIS
                    : AWS_INTERVAL_MILLIS).follow();
            return switch (end.status()) {
                case SUCCEEDED -> Optional.of(bringDown(parse(end.output()), local, overwrite));
                case ABORTED -> say("aborted", Optional.ofNullable(end.cause()).orElse(""));
                case TIMED_OUT -> say("timedOut");
                default -> say("failed", Optional.ofNullable(end.error()).orElse("Internal"), Optional.ofNullable(end
                        .cause()).orElse(""));
            };
        } finally {
            ended.countDown();
            forget(interrupted);
        }
    }

    private Optional<JsonNode> say(String text, Object... arguments) {
        progress.close();
        console.err().println(Texts.text(text, arguments));
        return Optional.empty();
    }

    /** Downloads output and manifest, then removes both from S3: the file is the output. */
    private JsonNode bringDown(JsonNode result, Optional<LocalOutput> local, boolean overwrite) {
        if (local.isEmpty() || !result.has("manifest")) {
            return result;
        }
        Path path = local.get().path();
        S3Uri from = S3Uri.parse(result.path("output").path("uri").asText());
        S3Uri manifest = S3Uri.parse(result.path("manifest").asText());
        progress.running(Texts.text("downloading"));
        local.get().download(machine.s3(), from, result.path("output").path("bytes").asLong(), overwrite);
        LocalOutput manifestFile = new LocalOutput(path.resolveSibling(path.getFileName() + ".manifest.json"));
        long manifestBytes = machine.s3()
                .headObject(r -> r.bucket(manifest.bucket()).key(manifest.key()))
                .contentLength();
        manifestFile.download(machine.s3(), manifest, manifestBytes, true);
        machine.s3().deleteObject(r -> r.bucket(from.bucket()).key(from.key()));
        machine.s3().deleteObject(r -> r.bucket(manifest.bucket()).key(manifest.key()));
        progress.done(Texts.text("downloaded", path));
        ObjectNode here = result.deepCopy();
        here.withObject("output").put("uri", path.toUri().toString());
        here.put("manifest", manifestFile.path().toUri().toString());
        return here;
    }

    /** Runs when the process is asked to end while the export goes on. */
    private void interrupted(String execution, CountDownLatch ended) {
        progress.close();
        if (!machine.embedded() && console.isTerminal()) {
            String answer = Objects.requireNonNull(System.console()).readLine("%s ", Texts.text("stop.ask"));
            if (answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("l")) {
                console.err().println(Texts.text("stop.leave", execution));
                return;
            }
        }
        console.err().println(Texts.text("stop.stopping"));
        machine.sfn().stopExecution(r -> r.executionArn(execution).error("Interrupted").cause(
                "The person who started the export stopped it."));
        try {
            boolean clean = ended.await(STOPPING_SECONDS, TimeUnit.SECONDS);
            if (machine.embedded() && clean) {
                machine.owner().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook itself is what runs.
            Thread.onSpinWait();
        }
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name() {
        byte[] random = new byte[4];
        ThreadLocalRandom.current().nextBytes(random);
        return NAME.format(Instant.now()) + HexFormat.of().formatHex(random);
    }
}
