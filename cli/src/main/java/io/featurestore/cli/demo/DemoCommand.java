package io.featurestore.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.download.LocalOutput;
import io.featurestore.cli.execution.ExportRun;
import io.featurestore.cli.execution.Progress;
import io.featurestore.cli.execution.ResultPrinter;
import io.featurestore.cli.execution.RunResult;
import io.featurestore.cli.execution.StepProgress;
import io.featurestore.cli.target.EmbeddedServices;
import io.featurestore.cli.target.TargetOptions;
import io.featurestore.local.sample.SampleFeatureGroup.Format;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fs demo`: creates two sample feature groups and exports them in all formats. It needs nothing but this
/// checkout.
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    /// One export of the demo.
    ///
    /// @param title the key of its heading's text
    /// @param group the format of the feature group that it exports
    /// @param file the name of the output
    /// @param request the request without the feature group
    private record SampleExport(String title, Format group, String file, String request) {}

    private static final List<SampleExport> EXPORTS = List.of(
            new SampleExport("demo.csv", Format.GLUE, "customers.csv.gz", """
                    {"format": "csv", "compression": "gzip"}"""),
            new SampleExport("demo.json", Format.GLUE, "customers-online.json.gz", """
                    {"format": "json", "compression": "gzip", "onlineCompatible": true}"""),
            new SampleExport("demo.parquet", Format.GLUE, "customers.parquet", """
                    {"format": "parquet", "compression": "zstd", "records": "latest"}"""),
            new SampleExport("demo.iceberg", Format.ICEBERG, "customers-iceberg.json.gz", """
                    {"format": "json", "compression": "gzip", "records": "latest"}"""));
    /// The part of the records that the Iceberg group has, so that the demo stays short.
    private static final int ICEBERG_PART = 10;

    private final Console console;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "200000")
    private int rows;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "demo")
    private Path folder = Path.of("demo");

    @Option(names = "--store", paramLabel = "DIR")
    private @Nullable Path store;

    /// Creates the command with the console that it prints to.
    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rows < 1) {
            throw CommandFailure.usage("usage.rows", rows);
        }
        long started = System.nanoTime();
        createFolder();
        Map<Format, String> groups = new EnumMap<>(Format.class);
        try (EmbeddedServices services =
                EmbeddedServices.open(TargetOptions.storeFolder(store), 0, "error.store.in.use")) {
            for (Format format : Format.values()) {
                groups.put(format, makeCustomers(services, format));
            }
            for (SampleExport sample : EXPORTS) {
                if (!export(services, sample, groups.getOrDefault(sample.group(), ""))) {
                    return ExitCode.FAILED;
                }
            }
        }
        console.out().println();
        console.out().println(Texts.text("demo.done", EXPORTS.size(), secondsSince(started)));
        for (SampleExport sample : EXPORTS) {
            Path file = folder.resolve(sample.file());
            console.out().println("  " + Texts.text("summary.file", file, Texts.bytes(Files.size(file))));
        }
        console.out()
                .println(Texts.text(
                        "demo.next", groups.getOrDefault(Format.GLUE, ""), store == null ? "" : " --store " + store));
        return ExitCode.DONE;
    }

    private void createFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.folder", folder, Reasons.of(e));
        }
    }

    /// Creates a sample, and returns its name.
    private String makeCustomers(EmbeddedServices services, Format format) {
        try (Progress progress = new StepProgress(console)) {
            long before = System.nanoTime();
            int count = format == Format.ICEBERG ? Math.ceilDiv(rows, ICEBERG_PART) : rows;
            progress.running(Texts.text("demo.data", format.group(), count));
            String name = services.makeCustomers(format, count);
            if (!name.equals(format.group())) {
                progress.done(Texts.text("demo.data.other", format.group(), name));
            }
            progress.done(Texts.text("demo.data.done", name, count, secondsSince(before)));
            return name;
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.sample", Reasons.of(e));
        }
    }

    /// Runs one export, prints its result and the first lines of its output, and returns whether it
    /// succeeded.
    private boolean export(EmbeddedServices services, SampleExport sample, String group)
            throws IOException, InterruptedException {
        console.err().println();
        console.err().println(Texts.text("demo.export", Texts.text(sample.title())));
        ObjectNode request = (ObjectNode) Json.MAPPER.readTree(sample.request());
        request.put("featureGroupName", group);
        LocalOutput output = new LocalOutput(folder.resolve(sample.file()));
        Optional<RunResult> result = new ExportRun(services.exportService(), console, new StepProgress(console))
                .run(ExportRun.newName(), request, Optional.of(output), true);
        if (!(result.orElse(null) instanceof RunResult.Exported exported)) {
            return false;
        }
        new ResultPrinter(console.out()).printExported(exported);
        console.out().println();
        console.out().println(Texts.text("demo.sample"));
        OutputPreview.firstLines(output.path()).forEach(line -> console.out().println("  " + line));
        return true;
    }

    private static String secondsSince(long nanoTime) {
        return Texts.duration((System.nanoTime() - nanoTime) / 1_000_000);
    }
}
