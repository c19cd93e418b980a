package io.featurestore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fs demo}: the main job on sample data, nothing needed but this checkout. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Makes a sample feature group and exports it as csv, online-compatible json and parquet.")
final class DemoCommand implements Callable<Integer>, Fs.CommandWithConsole {
    /** What is exported, and how. */
    private record Show(String title, String file, String request) {}

    private static final List<Show> SHOWS = List.of(
            new Show("CSV, gzip: every record of the history", "customers.csv.gz",
                    """
                    {"format": "csv", "compression": "gzip"}"""),
            new Show(
                    "JSON Lines, gzip: what a bulk put into the online store takes", "customers-online.json.gz",
                    """
                    {"format": "json", "compression": "gzip", "onlineCompatible": true}"""),
            new Show(
                    "Parquet, zstd: the newest record of each customer", "customers.parquet",
                    """
                    {"format": "parquet", "compression": "zstd", "records": "latest"}"""));

    private final Console console;
    @Option(names = "--rows", defaultValue = "200000", description = "Records to make. Default: ${DEFAULT-VALUE}.")
    private int rows;
    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "demo", description = "Folder of the outputs. Default: ./${DEFAULT-VALUE}.")
    private Path folder = Path.of("demo");
    @Option(names = "--store", paramLabel = "DIR", description = "Folder of the embedded services.")
    private @Nullable Path store;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rows < 0) {
            throw new CommandFailure(Fs.USAGE, "--rows " + rows + " is less than 0.");
        }
        long started = System.nanoTime();
        Files.createDirectories(folder);
        try (Embedded embedded = Embedded.open(TargetOptions.store(store), 0)) {
            console.err().println(Texts.text("demo.data", Texts.number(rows)));
            long before = System.nanoTime();
            embedded.makeCustomers(rows);
            console.err().println("✓ " + Texts.text("demo.data.done", Texts.number(rows), seconds(before)));
            for (Show show : SHOWS) {
                if (!export(embedded, show)) {
                    return Fs.FAILED;
                }
            }
        }
        console.out().println(Texts.text("demo.done", seconds(started)));
        for (Show show : SHOWS) {
            Path file = folder.resolve(show.file());
            console.out().println("  " + file + " (" + Texts.bytes(Files.size(file)) + ")");
        }
        console.out().println(Texts.text("demo.next"));
        return Fs.DONE;
    }

    private boolean export(Embedded embedded, Show show) throws IOException, InterruptedException {
        console.err().println(Texts.text("demo.export", show.title()));
        ObjectNode request = (ObjectNode) Json.MAPPER.readTree(show.request());
        request.put("featureGroupName", "customers");
        LocalOutput output = new LocalOutput(folder.resolve(show.file()));
        Optional<JsonNode> result = new ExportRun(embedded.machine(), console, new StepProgress(console, console
                .isTerminal())).run(request, Optional.of(output), true);
        if (result.isEmpty()) {
            return false;
        }
        new Summary(console).print(result.get(), false, false);
        console.out().println();
        console.out().println(Texts.text("demo.sample"));
        console.out().println(Samples.firstLines(output.path()).stream().map(l -> "  " + l).collect(Collectors.joining(
                System.lineSeparator())));
        return true;
    }

    private static String seconds(long since) {
        return Texts.duration((System.nanoTime() - since) / 1_000_000);
    }
}
