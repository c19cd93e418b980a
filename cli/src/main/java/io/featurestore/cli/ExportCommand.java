package io.featurestore.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fs export}: one export, here or on AWS, to S3 or down to this machine. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, abbreviateSynopsis = true)
final class ExportCommand implements Callable<Integer>, Fs.CommandWithConsole {
    private static final RequestReader.Defaults ANY_STACK = new RequestReader.Defaults("export-bucket", "work-bucket",
            "work-group");

    private final Console console;
    private final String name = ExportRun.name();
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

    /** What is printed. */
    private static final class Shown {
        @Option(names = "--json")
        private boolean json;
        @Option(names = "--quiet")
        private boolean quiet;
    }

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode request = request();
        Optional<LocalOutput> local = localOutput(request);
        read(request);
        local.filter(_ -> !options.dryRun()).ifPresent(l -> l.check(options.overwrite()));
        try (Machine machine = target.open()) {
            Progress progress = shown.quiet ? Progress.SILENT : new StepProgress(console);
            if (!shown.quiet) {
                console.err().println(Texts.text("start"));
            }
            // The embedded services cost nothing.
            if (!machine.embedded() && !options.dryRun() && !options.costAgreed() && !shown.quiet && !new LargeQuery(
                    machine, console).agreed(name, request)) {
                return Fs.FAILED;
            }
            ExportRun run = new ExportRun(machine, console, progress);
            Optional<JsonNode> result = run.run(name, request, local, options.overwrite());
            result.ifPresent(r -> new Summary(console).print(r, local.map(l -> l.path().toString()).orElse(r.path(
                    "destination").asText()), shown.json, shown.quiet));
            return result.isPresent() ? Fs.DONE : Fs.FAILED;
        }
    }

    /** Returns the request the options make, without OUTPUT. */
    ObjectNode request() {
        return options.request(featureGroup);
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
        Path path = Path.of(output);
        Path file = path.getFileName();
        if (output.isEmpty() || file == null || output.endsWith("/") || Files.isDirectory(path)) {
            throw CommandFailure.usage("usage.folder", output);
        }
        Export export = read(request.deepCopy().put("output", "s3://export-bucket/" + file));
        request.set("format", Json.MAPPER.valueToTree(export.request().format()));
        request.set("compression", Json.MAPPER.valueToTree(export.request().compression()));
        request.remove("overwrite");
        return Optional.of(new LocalOutput(path.resolveSibling(export.request().output().key())));
    }

    /** Reads the request as the first function will, so that a mistake costs nothing and is bad usage. */
    private Export read(ObjectNode request) {
        try {
            return new RequestReader().read(request, new RequestReader.Execution("arn", name, Instant.now()),
                    ANY_STACK);
        } catch (ExportFailure.InvalidRequest e) {
            throw new CommandFailure(Fs.USAGE, e.getMessage(), e);
        }
    }
}
