package io.featurestore.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.download.LocalOutput;
import io.featurestore.cli.download.LocalTarget;
import io.featurestore.cli.download.StandardOutput;
import io.featurestore.cli.execution.DownloadPrice;
import io.featurestore.cli.execution.ExportRun;
import io.featurestore.cli.execution.Progress;
import io.featurestore.cli.execution.ResultPrinter;
import io.featurestore.cli.execution.RunResult;
import io.featurestore.cli.execution.StepProgress;
import io.featurestore.cli.target.ExportService;
import io.featurestore.cli.target.TargetOptions;
import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fs export`: exports a feature group, on this machine or on AWS, to S3 or to a local file.
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, abbreviateSynopsis = true)
public final class ExportCommand implements Callable<Integer> {
    /// Placeholders for the defaults of a stack, which the command does not know when it checks a request.
    private static final RequestReader.Defaults ANY_STACK =
            new RequestReader.Defaults("export-bucket", "work-bucket", "work-group");

    /// Stands for the folder of a local output when its name is checked.
    private static final String LOCAL = "s3://export-bucket/";

    private final Console console;
    private final String name = ExportRun.newName();

    @Parameters(index = "0", paramLabel = "FEATURE_GROUP")
    private String featureGroup = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "OUTPUT")
    private @Nullable String output;

    @Mixin
    private ExportOptions options = new ExportOptions();

    @ArgGroup(validate = false, headingKey = "fs.export.group.target")
    private TargetOptions target = new TargetOptions();

    @ArgGroup(validate = false, headingKey = "fs.export.group.shown")
    private Shown shown = new Shown();

    /// The options that select what is printed.
    private static final class Shown {
        @Option(names = "--json")
        private boolean json;

        @Option(names = "--quiet")
        private boolean quiet;
    }

    /// Creates the command with the console that it prints to.
    public ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode request = request();
        Optional<LocalTarget> local = localOutput(request);
        read(request);
        local.filter(_ -> !options.dryRun()).ifPresent(l -> l.check(options.overwrite()));
        try (ExportService service = target.open()) {
            Progress progress = shown.quiet ? Progress.SILENT : new StepProgress(console);
            if (!shown.quiet) {
                console.err().println(Texts.text("start"));
            }
            ExportRun run = new ExportRun(service, console, progress);
            Optional<RunResult> result =
                    options.dryRun() ? Optional.empty() : run.resume(request, local, options.overwrite());
            if (result.isEmpty()) {
                if (needsConfirmation(service)
                        && !new CostConfirmation(service, console, local.isPresent()).confirmed(name, request)) {
                    return ExitCode.FAILED;
                }
                result = run.run(name, request, local, options.overwrite());
            }
            boolean downloads = !service.embedded() && local.isPresent();
            result.ifPresent(r -> print(r, local, downloads));
            return result.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    /// Returns whether a large query needs the user's consent. The embedded services cost nothing.
    private boolean needsConfirmation(ExportService service) {
        return !service.embedded() && !options.dryRun() && !options.costAgreed() && !shown.quiet;
    }

    /// Prints the result on standard output, or on standard error if the exported records are on standard
    /// output.
    ///
    /// @param downloads whether the output comes from AWS to this machine, which has a price
    private void print(RunResult result, Optional<LocalTarget> local, boolean downloads) {
        boolean taken = result instanceof RunResult.Exported && local.orElse(null) instanceof StandardOutput;
        PrintStream out = taken ? console.err() : console.out();
        if (shown.json) {
            out.println(json(result, downloads).toPrettyString());
        } else if (!shown.quiet) {
            ResultPrinter printer = new ResultPrinter(out);
            switch (result) {
                case RunResult.Exported exported -> printer.printExported(exported);
                case RunResult.Planned planned ->
                    printer.printPlanned(
                            planned.plan(),
                            local.map(LocalTarget::shown)
                                    .orElse(planned.plan().destination().toString()),
                            downloads);
            }
        }
    }

    /// Returns the result as JSON. The plan of an export that is downloaded also has the price of that.
    private static JsonNode json(RunResult result, boolean downloads) {
        return downloads && result instanceof RunResult.Planned planned
                ? DownloadPrice.addTo(planned.json(), planned.plan().estimate().outputBytes())
                : result.json();
    }

    /// Returns the request that the options make, without OUTPUT.
    ObjectNode request() {
        return options.request(featureGroup);
    }

    /// Puts OUTPUT into the request. A path on this machine does not go into the request. Its name gives
    /// format and compression as the name of an S3 key would, and the export writes to its default key until
    /// it is downloaded.
    ///
    /// @return the local file, if OUTPUT is one
    private Optional<LocalTarget> localOutput(ObjectNode request) {
        if (output == null) {
            return Optional.empty();
        }
        if (output.startsWith("s3://")) {
            request.put("output", output);
            return Optional.empty();
        }
        if (StandardOutput.isNamed(output)) {
            return Optional.of(standardOutput(request));
        }
        Path path = path(output);
        Path file = path.getFileName();
        if (output.isEmpty() || file == null || output.endsWith("/") || Files.isDirectory(path)) {
            throw CommandFailure.usage("usage.folder", output);
        }
        Export export = read(request.deepCopy().put("output", LOCAL + file));
        request.set("format", Json.MAPPER.valueToTree(export.request().form().format()));
        request.set(
                "compression", Json.MAPPER.valueToTree(export.request().form().compression()));
        request.remove("overwrite");
        return Optional.of(new LocalOutput(
                path.resolveSibling(export.request().form().output().key())));
    }

    /// Puts the form of standard output into the request. It has no name with a suffix, and is read by people
    /// and programs, so it is compressed only if an option says so.
    private StandardOutput standardOutput(ObjectNode request) {
        if (options.report()) {
            throw CommandFailure.usage("usage.stdout.report");
        }
        boolean parquet = request.path("format").asText().equals(Format.PARQUET.extension());
        if (!parquet && !request.has("compression") && !options.compresses()) {
            request.put("compression", Compression.NONE.label());
        }
        request.remove("overwrite");
        return new StandardOutput(console);
    }

    private static Path path(String output) {
        try {
            return Path.of(output);
        } catch (InvalidPathException e) {
            throw new CommandFailure(ExitCode.USAGE, Texts.text("usage.path", output, e.getReason()), e);
        }
    }

    /// Reads the request as ValidateRequest does. A mistake then costs nothing and counts as wrong usage.
    private Export read(ObjectNode request) {
        try {
            return new RequestReader().read(request, new RequestReader.Started("arn", name, Instant.now()), ANY_STACK);
        } catch (InvalidRequest e) {
            throw new CommandFailure(
                    ExitCode.USAGE, String.valueOf(e.getMessage()).replace(LOCAL, ""), e);
        }
    }
}
