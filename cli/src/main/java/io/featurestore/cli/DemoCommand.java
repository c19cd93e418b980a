package io.featurestore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.steps.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fs demo}: the main job on sample data, nothing needed but this checkout. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false)
final class DemoCommand implements Callable<Integer>, Fs.CommandWithConsole {
    /** What is exported, and how; the title is a text's key. */
    private record Show(String title, String file, String request) {}

    private static final List<Show> SHOWS = List.of(new Show("demo.csv", "customers.csv.gz",
            """
            {"format": "csv", "compression": "gzip"}"""),
            new Show("demo.json", "customers-online.json.gz",
                    """
                    {"format": "json", "compression": "gzip", "onlineCompatible": true}"""),
            new Show("demo.parquet", "customers.parquet",
                    """
                    {"format": "parquet", "compression": "zstd", "records": "latest"}"""));

    private final Console console;
    @Option(names = "--rows", paramLabel = "N", defaultValue = "200000")
    private int rows;
    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "demo")
    private Path folder = Path.of("demo");
    @Option(names = "--store", paramLabel = "DIR")
    private @Nullable Path store;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rows < 1) {
            throw CommandFailure.usage("usage.rows", rows);
        }
        long started = System.nanoTime();
        makeFolder();
        try (Embedded embedded = Embedded.open(TargetOptions.store(store), 0, "error.store.in.use")) {
            makeCustomers(embedded);
            for (Show show : SHOWS) {
                if (!export(embedded, show)) {
                    return Fs.FAILED;
                }
            }
        }
        console.out().println();
        console.out().println(Texts.text("demo.done", SHOWS.size(), seconds(started)));
        for (Show show : SHOWS) {
            Path file = folder.resolve(show.file());
            console.out().println("  " + Texts.text("summary.file", file, Texts.bytes(Files.size(file))));
        }
        console.out().println(Texts.text("demo.next", store == null ? "" : " --store " + store));
        return Fs.DONE;
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.folder", folder, Reasons.of(e));
        }
    }

    private void makeCustomers(Embedded embedded) {
        try (Progress progress = new StepProgress(console)) {
            long before = System.nanoTime();
            progress.running(Texts.text("demo.data", rows));
            embedded.makeCustomers(rows);
            progress.done(Texts.text("demo.data.done", rows, seconds(before)));
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.sample", Reasons.of(e));
        }
    }

    private boolean export(Embedded embedded, Show show) throws IOException, InterruptedException {
        console.err().println();
        console.err().println(Texts.text("demo.export", Texts.text(show.title())));
        ObjectNode request = (ObjectNode) Json.MAPPER.readTree(show.request());
        request.put("featureGroupName", "customers");
        LocalOutput output = new LocalOutput(folder.resolve(show.file()));
        Optional<JsonNode> result = new ExportRun(embedded.machine(), console, new StepProgress(console)).run(ExportRun
                .name(), request, Optional.of(output), true);
        if (result.isEmpty()) {
            return false;
        }
        new Summary(console).print(result.get(), "", false, false);
        console.out().println();
        console.out().println(Texts.text("demo.sample"));
        Samples.firstLines(output.path()).forEach(line -> console.out().println("  " + line));
        return true;
    }

    private static String seconds(long since) {
        return Texts.duration((System.nanoTime() - since) / 1_000_000);
    }
}
