package io.featurestore.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.json.Json;
import io.featurestore.export.request.Export;
import io.featurestore.export.request.RequestReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fs export}: one export, here or on AWS, to S3 or down to this machine. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, description = "Exports a feature group's offline store.", footer = {
        "", "OUTPUT may hold {date}, {time}, {scheduledTime} and {executionName}.",
        "Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted."})
final class ExportCommand implements Callable<Integer>, Fs.CommandWithConsole {
    private static final RequestReader.Defaults ANY_STACK = new RequestReader.Defaults("export-bucket", "work-bucket",
            "work-group");

    private final Console console;
    @Parameters(index = "0", paramLabel = "FEATURE_GROUP", description = "Name or ARN of the feature group.")
    private String featureGroup = "";
    @Parameters(index = "1", arity = "0..1", paramLabel = "OUTPUT", description = "A file, s3://bucket/key, or s3://bucket/prefix/ for many part files. "
            + "Default: a key in the export bucket.")
    private @Nullable String output;
    @Mixin
    private ExportOptions options = new ExportOptions();
    @Mixin
    private TargetOptions target = new TargetOptions();
    @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
    private boolean json;
    @Option(names = "--quiet", description = "Print errors only.")
    private boolean quiet;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode request = options.request(featureGroup);
        Optional<LocalOutput> local = localOutput(request);
        check(request);
        local.filter(_ -> !options.dryRun()).ifPresent(l -> l.check(options.overwrite()));
        try (Machine machine = target.open()) {
            Progress progress = json || quiet ? Progress.SILENT : new StepProgress(console, console.isTerminal());
            if (!json && !quiet) {
                console.err().println(Texts.text("start"));
            }
            ExportRun run = new ExportRun(machine, console, progress);
            Optional<JsonNode> result = run.run(request, local, options.overwrite());
            result.ifPresent(r -> new Summary(console).print(r, json, quiet));
            return result.isPresent() ? Fs.DONE : Fs.FAILED;
        }
    }

    /**
     * Puts OUTPUT into the request. A path of this machine is not known to the request: its format and compression are
     * worked out from its name as for a key, and the export goes to a key of its own until it is downloaded.
     */
    private Optional<LocalOutput> localOutput(ObjectNode request) {
        if (output == null) {
            return Optional.empty();
        }
        if (output.startsWith("s3://")) {
            request.put("output", output);
            return Optional.empty();
        }
        if (output.endsWith("/")) {
            throw new CommandFailure(Fs.USAGE,
                    "'" + output + "' is a folder; name a file, or an S3 prefix for part files.");
        }
        Path path = Path.of(output);
        ObjectNode named = request.deepCopy().put("output", "s3://export-bucket/" + path.getFileName());
        Export export = read(named);
        request.set("format", Json.MAPPER.valueToTree(export.request().format()));
        request.set("compression", Json.MAPPER.valueToTree(export.request().compression()));
        request.remove("overwrite");
        String key = export.request().output().key();
        Path folder = path.toAbsolutePath().getParent();
        return Optional.of(new LocalOutput(folder == null ? path : folder.resolve(key)));
    }

    /** Checks the request as the first function will, so that a mistake costs nothing and is bad usage. */
    private static void check(ObjectNode request) {
        read(request);
    }

    private static Export read(ObjectNode request) {
        try {
            return new RequestReader().read(request, new RequestReader.Execution("arn", "execution", Instant.now()),
                    ANY_STACK);
        } catch (ExportFailure.InvalidRequest e) {
            throw new CommandFailure(Fs.USAGE, e.getMessage(), e);
        }
    }

}
