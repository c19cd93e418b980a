package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.target.ExportService;
import io.featurestore.steps.Json;
import io.featurestore.steps.publish.ExportResult;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.store.objects.S3Uri;
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
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// Runs one execution from start to end: follows it, stops it on demand and downloads its output if asked to.
public final class ExportRun {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'fs'-yyyyMMdd-HHmmss-").withZone(ZoneOffset.UTC);
    private static final long EMBEDDED_INTERVAL_MILLIS = 100;
    private static final long AWS_INTERVAL_MILLIS = 1500;

    private final ExportService service;
    private final Console console;
    private final Progress progress;

    /// Creates a run; nothing is started yet.
    public ExportRun(ExportService service, Console console, Progress progress) {
        this.service = service;
        this.console = console;
        this.progress = progress;
    }

    /// Returns a new name for an execution: the time in UTC and a random number.
    public static String newName() {
        byte[] random = new byte[4];
        ThreadLocalRandom.current().nextBytes(random);
        return NAME.format(Instant.now()) + HexFormat.of().formatHex(random);
    }

    /// Starts an execution of that name and waits for its end.
    ///
    /// @param local the place to download the output to; empty if the output stays on S3
    /// @param overwrite whether an existing file may be replaced
    /// @return the result; empty if the export failed, and then standard error already has the reason
    /// @throws CommandFailure if the execution cannot be followed or the output cannot be downloaded
    public Optional<RunResult> run(String name, ObjectNode request, Optional<LocalTarget> local, boolean overwrite)
            throws InterruptedException {
        String execution = service.start(name, request);
        try (Interruption interruption = new Interruption(service, execution, console, progress);
                progress) {
            interruption.register();
            DescribeExecutionResponse end = follow(execution);
            boolean interrupted = interruption.executionEnded();
            return switch (end.status()) {
                case SUCCEEDED -> {
                    RunResult result = RunResult.parse(end.output());
                    yield interrupted
                            ? failed(
                                    "stop.late",
                                    result.json().path("output").path("uri").asText())
                            : Optional.of(download(result, local, overwrite));
                }
                case ABORTED ->
                    failed("aborted", Optional.ofNullable(end.cause()).orElse(""));
                case TIMED_OUT -> failed("timedOut");
                default ->
                    failed(
                            "failed",
                            Optional.ofNullable(end.error()).orElse("Internal"),
                            Optional.ofNullable(end.cause()).orElse(""));
            };
        }
    }

    private DescribeExecutionResponse follow(String execution) throws InterruptedException {
        long interval = service.embedded() ? EMBEDDED_INTERVAL_MILLIS : AWS_INTERVAL_MILLIS;
        try {
            return new ExecutionFollower(service.sfn(), execution, progress, interval).follow();
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.lost", execution, Reasons.of(e));
        }
    }

    private Optional<RunResult> failed(String text, Object... arguments) {
        progress.close();
        console.err().println(Texts.text(text, arguments));
        return Optional.empty();
    }

    private RunResult download(RunResult result, Optional<LocalTarget> local, boolean overwrite) {
        return result instanceof RunResult.Exported exported && local.isPresent()
                ? download(exported, local.get(), overwrite)
                : result;
    }

    /// Downloads the output, and a file's manifest and report beside it. Then removes all of them from S3.
    private RunResult.Exported download(RunResult.Exported exported, LocalTarget target, boolean overwrite) {
        ExportResult result = exported.result();
        S3Uri output = result.output().uri();
        progress.running(Texts.text("downloading"));
        RunResult.Exported downloaded;
        try {
            target.download(service.s3(), output, result.output().bytes(), overwrite);
            downloaded = switch (target) {
                case LocalOutput file -> withSideFiles(exported, file);
                case StandardOutput standard -> withoutSideFiles(exported, standard);
            };
        } catch (CommandFailure e) {
            throw new CommandFailure(e.exitCode(), Texts.text("error.output.stays", e.message(), output), e);
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.output.stays", Texts.text("error.download", Reasons.of(e)), output);
        }
        delete(output);
        delete(result.manifest());
        result.report().ifPresent(this::delete);
        progress.done(Texts.text("downloaded", target.shown()));
        return downloaded;
    }

    /// Downloads manifest and report. Their names follow from the output's as they do on S3.
    private RunResult.Exported withSideFiles(RunResult.Exported exported, LocalOutput file) {
        ExportResult result = exported.result();
        String name = String.valueOf(file.path().getFileName());
        LocalOutput manifestFile = new LocalOutput(file.path().resolveSibling(SideFiles.manifestName(name)));
        LocalOutput reportFile = new LocalOutput(file.path().resolveSibling(SideFiles.reportName(name)));
        result.report().ifPresent(uri -> reportFile.write(bytes(uri), true));
        JsonNode manifest = parse(new String(bytes(result.manifest()), StandardCharsets.UTF_8));
        manifestFile.write(
                withLocalUris(manifest, file.path(), manifestFile.path(), reportFile.path())
                        .toPrettyString()
                        .getBytes(StandardCharsets.UTF_8),
                true);
        return new RunResult.Exported(
                result,
                file.shown(),
                result.report().map(_ -> reportFile.shown()),
                withLocalUris(exported.json(), file.path(), manifestFile.path(), reportFile.path()));
    }

    private static RunResult.Exported withoutSideFiles(RunResult.Exported exported, StandardOutput standard) {
        ObjectNode json = exported.json().deepCopy();
        json.withObject("output").put("uri", standard.shown());
        json.remove("manifest");
        return new RunResult.Exported(exported.result(), standard.shown(), Optional.empty(), json);
    }

    private byte[] bytes(S3Uri uri) {
        return service.s3()
                .getObjectAsBytes(r -> r.bucket(uri.bucket()).key(uri.key()))
                .asByteArrayUnsafe();
    }

    private void delete(S3Uri uri) {
        service.s3().deleteObject(r -> r.bucket(uri.bucket()).key(uri.key()));
    }

    /// Returns a copy of a result or manifest whose URIs name the downloaded files.
    private static JsonNode withLocalUris(JsonNode result, Path output, Path manifest, Path report) {
        ObjectNode copy = result.deepCopy();
        copy.withObject("output").put("uri", output.toUri().toString());
        copy.put("manifest", manifest.toUri().toString());
        if (copy.has("report")) {
            copy.put("report", report.toUri().toString());
        }
        return copy;
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
