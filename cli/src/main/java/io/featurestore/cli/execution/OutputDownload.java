package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.download.Handover;
import io.featurestore.cli.download.LocalOutput;
import io.featurestore.cli.download.LocalTarget;
import io.featurestore.cli.download.StandardOutput;
import io.featurestore.cli.target.ExportService;
import io.featurestore.steps.Json;
import io.featurestore.steps.publish.ExportResult;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Downloads the output of a finished export, and the manifest and the report of a file beside it. Then it
/// removes all of them from S3, where they were only handed over.
final class OutputDownload {
    private static final int FORBIDDEN = 403;

    private final ExportService service;
    private final Console console;
    private final Progress progress;
    private final List<Copy> copies = new ArrayList<>();

    /// An object whose content is on this machine.
    ///
    /// @param version its version; empty in a bucket without versions
    private record Copy(S3Uri uri, Optional<String> version) {}

    OutputDownload(ExportService service, Console console, Progress progress) {
        this.service = service;
        this.console = console;
        this.progress = progress;
    }

    /// Downloads the output.
    ///
    /// @param handover lets another run continue a download that ends early; empty if none needs to
    /// @return the result with the places on this machine
    /// @throws CommandFailure if the output cannot be downloaded; it then stays on S3
    RunResult.Exported to(
            LocalTarget target, RunResult.Exported exported, Optional<Handover> handover, boolean overwrite) {
        ExportResult result = exported.result();
        S3Uri output = result.output().uri();
        progress.running(Texts.text("downloading"));
        TransferProgress transfer = new TransferProgress(progress);
        RunResult.Exported downloaded;
        try {
            // The small objects first: once the output is in place, nothing that can fail remains but writing them.
            SideObjects beside = sideObjects(result, target);
            Optional<String> version = target.download(
                    service.s3(),
                    new LocalTarget.Source(output, result.output().bytes(), handover),
                    overwrite,
                    transfer);
            copies.add(new Copy(output, version));
            downloaded = switch (target) {
                case LocalOutput file -> withSideFiles(exported, file, beside);
                case StandardOutput standard -> withoutSideFiles(exported, standard);
            };
        } catch (CommandFailure e) {
            throw new CommandFailure(e.exitCode(), stays(e.message(), output, handover), e);
        } catch (SdkException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, stays(Texts.text("error.download", Reasons.of(e)), output, handover), e);
        }
        progress.done(Texts.text("downloaded", target.shown()));
        copies.forEach(this::remove);
        return downloaded;
    }

    private static String stays(String message, S3Uri output, Optional<Handover> handover) {
        return Texts.text("error.output.stays", message, output)
                + (handover.isPresent() ? " " + Texts.text("download.again", ExportRun.RESUMED_WITHIN.toHours()) : "");
    }

    /// Manifest and report of a file; empty for standard output.
    private record SideObjects(Optional<byte[]> manifest, Optional<byte[]> report) {}

    private SideObjects sideObjects(ExportResult result, LocalTarget target) {
        if (target instanceof StandardOutput) {
            find(result.manifest());
            result.report().ifPresent(this::find);
            return new SideObjects(Optional.empty(), Optional.empty());
        }
        return new SideObjects(
                Optional.of(bytes(result.manifest())), result.report().map(this::bytes));
    }

    /// Writes manifest and report. Their names follow from the output's as they do on S3.
    private static RunResult.Exported withSideFiles(RunResult.Exported exported, LocalOutput file, SideObjects beside) {
        String name = String.valueOf(file.path().getFileName());
        LocalOutput manifestFile = new LocalOutput(file.path().resolveSibling(SideFiles.manifestName(name)));
        LocalOutput reportFile = new LocalOutput(file.path().resolveSibling(SideFiles.reportName(name)));
        beside.report().ifPresent(report -> reportFile.write(report, true));
        beside.manifest()
                .map(m -> parse(new String(m, StandardCharsets.UTF_8)))
                .map(m -> withLocalUris(m, file.path(), manifestFile.path(), reportFile.path()))
                .ifPresent(m -> manifestFile.write(m.toPrettyString().getBytes(StandardCharsets.UTF_8), true));
        return new RunResult.Exported(
                exported.result(),
                file.shown(),
                beside.report().map(_ -> reportFile.shown()),
                withLocalUris(exported.json(), file.path(), manifestFile.path(), reportFile.path()));
    }

    private static RunResult.Exported withoutSideFiles(RunResult.Exported exported, StandardOutput standard) {
        ObjectNode json = exported.json().deepCopy();
        json.withObject("output").put("uri", standard.shown());
        json.remove("manifest");
        return new RunResult.Exported(exported.result(), standard.shown(), Optional.empty(), json);
    }

    private byte[] bytes(S3Uri uri) {
        ResponseBytes<GetObjectResponse> got =
                service.s3().getObjectAsBytes(r -> r.bucket(uri.bucket()).key(uri.key()));
        copies.add(new Copy(uri, Optional.ofNullable(got.response().versionId())));
        return got.asByteArray();
    }

    /// Finds the version of an object that is removed without a copy here.
    private void find(S3Uri uri) {
        copies.add(new Copy(
                uri,
                Optional.ofNullable(service.s3()
                        .headObject(r -> r.bucket(uri.bucket()).key(uri.key()))
                        .versionId())));
    }

    /// Removes an object. In a bucket with versions this version is named, because a deletion without it
    /// keeps the content as an old version, which is paid for until the bucket's lifecycle rule removes it
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html).
    private void remove(Copy copy) {
        if (copy.version().isPresent()) {
            try {
                delete(copy.uri(), copy.version());
                return;
            } catch (S3Exception e) {
                if (e.statusCode() != FORBIDDEN) {
                    warn("removal.failed", copy.uri(), e);
                    return;
                }
                warn("removal.version", copy.uri(), e);
            } catch (SdkException e) {
                warn("removal.failed", copy.uri(), e);
                return;
            }
        }
        try {
            delete(copy.uri(), Optional.empty());
        } catch (SdkException e) {
            warn("removal.failed", copy.uri(), e);
        }
    }

    private void delete(S3Uri uri, Optional<String> version) {
        service.s3().deleteObject(r -> {
            r.bucket(uri.bucket()).key(uri.key());
            version.ifPresent(r::versionId);
        });
    }

    /// The output is on this machine: that an object stays on S3 costs money, but loses nothing.
    private void warn(String text, S3Uri uri, SdkException e) {
        console.err().println(Texts.text(text, uri, Reasons.of(e)));
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
