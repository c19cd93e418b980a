package io.featurestore.export.benchmarks;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.micro.MicroBenchmarks;
import io.featurestore.export.benchmarks.report.Facts;
import io.featurestore.export.benchmarks.report.FigureFile;
import io.featurestore.export.benchmarks.report.PerformancePage;
import io.featurestore.export.benchmarks.run.Contestant;
import io.featurestore.export.benchmarks.run.FromParquet;
import io.featurestore.export.benchmarks.run.MachineInfo;
import io.featurestore.export.benchmarks.run.MeasuredSecondsFile;
import io.featurestore.export.benchmarks.run.Session;
import io.featurestore.export.benchmarks.run.SessionPlan;
import io.featurestore.export.benchmarks.run.WholeExportRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Runs the benchmarks and writes the page, as a command.
public final class Benchmarks {
    private static final String SECONDS = "functions/src/main/resources/io/featurestore/steps/chunks/seconds.csv";

    private final CommandOptions options;
    private final PerformancePage page;

    private Benchmarks(CommandOptions options) {
        this.options = options;
        this.page = new PerformancePage(Path.of(options.text("docs", "docs")));
    }

    /// Runs the benchmark that the first argument names.
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        boolean named = args.length > 0 && !args[0].startsWith("--");
        String word = named ? args[0] : "all";
        Benchmarks benchmarks =
                new Benchmarks(CommandOptions.of(Arrays.asList(args).subList(named ? 1 : 0, args.length)));
        switch (word) {
            case "compare" -> {
                benchmarks.compare();
                benchmarks.page.write();
            }
            case "page" -> benchmarks.page.write();
            case "parts" -> {
                benchmarks.parts();
                benchmarks.page.write();
            }
            case "timeline" -> {
                benchmarks.timeline();
                benchmarks.page.write();
            }
            case "all" -> {
                benchmarks.compare();
                benchmarks.parts();
                benchmarks.timeline();
                benchmarks.page.write();
            }
            case "from-parquet" -> benchmarks.fromParquet();
            case "seconds" -> benchmarks.seconds();
            case "help" -> System.out.print(PerformancePage.resource("help.txt"));
            default ->
                throw new IllegalArgumentException(
                        word + " is none of compare, parts, timeline, page, from-parquet, seconds, help");
        }
    }

    private void compare() throws IOException, InterruptedException, SQLException {
        SessionPlan wish = new SessionPlan(
                options.list("sizes", "0.25,0.5,1,2", Double::valueOf),
                Double.parseDouble(options.text("compared", "0.5")),
                Integer.parseInt(options.text("rounds", "5")),
                Integer.parseInt(options.text("growth", "3")),
                Integer.parseInt(options.text("threads", "2")),
                Set.copyOf(options.list(
                        "outputs",
                        ids(Arrays.stream(ComparedOutput.values())
                                .map(ComparedOutput::id)
                                .toList()),
                        ComparedOutput::of)),
                Set.copyOf(options.list(
                        "contestants",
                        ids(Arrays.stream(Contestant.values())
                                .map(Benchmarks::id)
                                .toList()),
                        name -> Contestant.valueOf(name.toUpperCase(Locale.ROOT)))));
        Map<String, String> facts = MachineInfo.facts();
        facts.put(
                "rounds",
                wish.rounds() + " at " + wish.compared() + " GB, " + wish.growthRounds() + " at the other sizes");
        facts.put("note", options.text("note", "none"));
        new Facts(facts).write(page.facts());
        FigureFile figures = page.figures();
        figures.begin();
        new Session(
                        folder(),
                        wish,
                        figure -> {
                            try {
                                figures.append(figure);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        System.out::println)
                .run();
    }

    private void timeline() throws IOException, InterruptedException {
        System.out.println("running a whole export");
        WholeExportRun.measure(
                folder(),
                Integer.parseInt(options.text("rows", "6300000")),
                options.text("format", "json"),
                page.timeline());
    }

    private void seconds() throws IOException, InterruptedException {
        new MeasuredSecondsFile(folder(), System.out::println)
                .write(Double.parseDouble(options.text("sample", "0.25")), Path.of(options.text("seconds", SECONDS)));
    }

    private void fromParquet() throws IOException, InterruptedException, SQLException {
        System.out.println(new FromParquet(
                        folder(),
                        Double.parseDouble(options.text("compared", "0.5")),
                        Integer.parseInt(options.text("rounds", "3")),
                        options.list("groups", "16,128,1024", Integer::valueOf),
                        System.out::println)
                .run());
    }

    private Path folder() {
        return Path.of(options.text("folder", System.getProperty("java.io.tmpdir")))
                .resolve("feature-store-export-benchmarks")
                .toAbsolutePath();
    }

    private void parts() throws IOException {
        page.parts()
                .write(MicroBenchmarks.run(
                        Arrays.asList(options.text("jmh", "-v NORMAL").strip().split(" +", -1))));
    }

    private static String id(Contestant contestant) {
        return contestant.name().toLowerCase(Locale.ROOT);
    }

    private static String ids(List<String> ids) {
        return ids.stream().collect(Collectors.joining(","));
    }
}
