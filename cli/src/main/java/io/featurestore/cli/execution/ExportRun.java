package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.download.Handover;
import io.featurestore.cli.download.LocalOutput;
import io.featurestore.cli.download.LocalTarget;
import io.featurestore.cli.target.ExportService;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// Runs one execution from start to end: follows it, stops it on demand and downloads its output if asked to.
public final class ExportRun {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'fs'-yyyyMMdd-HHmmss-").withZone(ZoneOffset.UTC);
    /// The time after an export during which the same command continues its unfinished download, in place of
    /// a new export. It covers a night, and it is shorter than a day, so that a daily command never gets
    /// yesterday's records.
    static final Duration RESUMED_WITHIN = Duration.ofHours(12);
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
            RunEnd end = end(follow(execution));
            boolean interrupted = interruption.executionEnded();
            if (!(end instanceof RunEnd.Succeeded succeeded)) {
                return failed(end.says());
            }
            RunResult result = succeeded.result();
            return interrupted
                    ? failed(end.says())
                    : Optional.of(download(interruption, result, request, local, overwrite));
        }
    }

    /// Starts an execution of that name, waits for its end and prints nothing. An interrupted execution is
    /// stopped.
    ///
    /// @throws CommandFailure if the execution cannot be followed
    public RunEnd end(String name, ObjectNode request) throws InterruptedException {
        String execution = service.start(name, request);
        try (Interruption interruption = new Interruption(service, execution, console, progress);
                progress) {
            interruption.register();
            RunEnd end = end(follow(execution));
            return interruption.executionEnded() ? new RunEnd.Stopped(end.says()) : end;
        }
    }

    private static RunEnd end(DescribeExecutionResponse end) {
        return switch (end.status()) {
            case SUCCEEDED -> {
                RunResult result = RunResult.parse(end.output());
                yield new RunEnd.Succeeded(
                        result,
                        Texts.text(
                                "stop.late",
                                result.json().path("output").path("uri").asText()));
            }
            case ABORTED ->
                new RunEnd.Stopped(
                        Texts.text("aborted", Optional.ofNullable(end.cause()).orElse("")));
            case TIMED_OUT -> new RunEnd.TimedOut(Texts.text("timedOut"));
            default ->
                new RunEnd.Failed(
                        Optional.ofNullable(end.error()).orElse("Internal"),
                        Optional.ofNullable(end.cause()).orElse(""));
        };
    }

    /// Continues the download that an earlier run of the same request began, if the export that it belongs to
    /// is not too old and its output is still on S3.
    ///
    /// @return the result; empty if there is nothing to continue
    /// @throws CommandFailure if another process is downloading to this file, or the download fails again
    public Optional<RunResult> resume(ObjectNode request, Optional<LocalTarget> local, boolean overwrite) {
        if (service.embedded() || !(local.orElse(null) instanceof LocalOutput file)) {
            return Optional.empty();
        }
        return file.unfinished(
                        service.s3(),
                        service.arn(),
                        digest(request),
                        Instant.now().minus(RESUMED_WITHIN))
                .map(handover -> {
                    progress.done(Texts.text(
                            "download.resumed",
                            handover.completed().truncatedTo(ChronoUnit.SECONDS),
                            file.partialPath()));
                    try (Interruption interruption = new Interruption(service, "", console, progress);
                            progress) {
                        interruption.register();
                        interruption.executionEnded();
                        RunResult.Exported exported = (RunResult.Exported)
                                RunResult.parse(handover.result().toString());
                        return download(interruption, exported, Optional.of(handover), file, overwrite);
                    }
                });
    }

    private DescribeExecutionResponse follow(String execution) throws InterruptedException {
        long interval = service.embedded() ? EMBEDDED_INTERVAL_MILLIS : AWS_INTERVAL_MILLIS;
        try {
            return new ExecutionFollower(service.sfn(), execution, progress, interval).follow();
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.lost", execution, Reasons.of(e));
        }
    }

    private Optional<RunResult> failed(String reason) {
        progress.close();
        console.err().println(reason);
        return Optional.empty();
    }

    private RunResult download(
            Interruption interruption,
            RunResult result,
            ObjectNode request,
            Optional<LocalTarget> local,
            boolean overwrite) {
        if (!(result instanceof RunResult.Exported exported) || local.isEmpty()) {
            return result;
        }
        Optional<Handover> handover = service.embedded() || !(local.get() instanceof LocalOutput)
                ? Optional.empty()
                : Optional.of(new Handover(service.arn(), digest(request), Instant.now(), exported.json()));
        return download(interruption, exported, handover, local.get(), overwrite);
    }

    private RunResult download(
            Interruption interruption,
            RunResult.Exported exported,
            Optional<Handover> handover,
            LocalTarget local,
            boolean overwrite) {
        if (handover.isPresent()) {
            interruption.sayWhenInterrupted(
                    Texts.text("download.stopped", exported.result().output().uri(), RESUMED_WITHIN.toHours()));
        }
        return new OutputDownload(service, console, progress).to(local, exported, handover, overwrite);
    }

    /// Returns the SHA-256 of a request, by which another run of the same command is known.
    private static String digest(ObjectNode request) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(request.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
