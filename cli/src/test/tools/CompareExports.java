import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Runs the same exports with two checkouts on the same stored data and compares everything that they leave behind.
 *
 * <pre>
 * Usage: compare-exports BEFORE AFTER [OPTIONS]
 *   BEFORE, AFTER      Folders of two checkouts; each is built by its own fs command where it is not built yet.
 *   --rows=N           Records of the sample feature group that is made by the demo of BEFORE. Default: 20000.
 *   --store=DIR        Take this folder of the embedded services instead; it is copied and stays as it is.
 *   --work=DIR         Folder of all files of the comparison; must not exist. Default: a temporary folder.
 *   --keep             Keep that folder. It is always kept where a difference was found.
 *   --only=REGEX       Run only the exports whose name holds a match.
 *   --list             Print the exports and run nothing.
 *   --ignore-wording   Compare of messages only the error code, and no sentence of an estimate, a dry run or a page.
 * Exit codes: 0 all alike, 1 at least one difference, 2 bad usage or a comparison that cannot be done.
 * </pre>
 *
 * <p>Each checkout has its own copy of the stored data and runs its exports one after another; the two checkouts run
 * side by side. A query without ORDER BY may return its rows in any order, and the embedded query engine (DuckDB) returns
 * them in the same order every time only when it has one thread; {@link #ENVIRONMENT} gives it one.
 *
 * <p>Of each export are compared:
 *
 * <ul>
 * <li>the exit code;
 * <li>the names of all files that the export left in its folder and in the export bucket;
 * <li>each output file, byte by byte;
 * <li>the manifest and the result on standard output, field by field, less the fields in {@link #IGNORED_FIELDS};
 * <li>the report page, less the text in {@link #IGNORED_IN_PAGES};
 * <li>standard error, line by line, and standard output where it is not JSON.
 * </ul>
 *
 * <p>Nothing can fix the name of an execution, which is made of the time and of random digits. Execution names, query
 * IDs and the folders of the comparison are therefore replaced by fixed words in names of files, manifests, results
 * and messages; never in an output file.
 */
final class CompareExports {
    /// Paths of JSON fields that depend on the time, on how long something took, or on random numbers; `[]`
    /// stands for any element. Quantiles, and the histogram of the middle of the values that is cut by them, are
    /// estimated by a sketch (KLL) that draws random numbers. The kind of such a field is still compared.
    private static final Set<String> IGNORED_FIELDS = Set.of("query.executionId", "query.millis", "startedAt",
            "elapsedMillis", "cost.lambdaUsd", "cost.stepFunctionsUsd", "cost.totalUsd",
            "statistics[].numbers.quantiles[].value", "statistics[].numbers.middle");

    /// Paths of JSON fields that depend on the start where the output holds it, as an instant with or without a
    /// fraction.
    private static final Set<String> FIELDS_OF_CONTENT = Set.of("output.bytes", "chunkList[].bytes", "chunkList[].etag");

    /// Paths of JSON fields that hold sentences; `*` stands for any name, `[]` for any element.
    private static final Set<String> WORDING_FIELDS = Set.of("estimate.basis.*.says", "estimate.warnings[]");

    /// Text that depends on the time in a report page. Each match is replaced by the name of the pattern.
    private static final Map<String, Pattern> IGNORED_IN_PAGES = new LinkedHashMap<>();

    /// Text that differs from run to run in messages and names. Each match is replaced by the name of the
    /// pattern.
    private static final Map<String, Pattern> IGNORED_IN_TEXT = new LinkedHashMap<>();

    static {
        IGNORED_IN_PAGES.put("<timeline>", Pattern.compile("<svg class=\"timeline\".*?</svg>", Pattern.DOTALL));
        IGNORED_IN_PAGES.put("<start>", Pattern.compile("(?<=· )\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC(?=</p>)"));
        IGNORED_IN_PAGES.put("<duration>", Pattern.compile("(?<![\\w.])[0-9.]+ (?:ms|s|min|h)(?: [0-9.]+ s)?(?!\\w)"));
        IGNORED_IN_PAGES.put("<cost>", Pattern.compile("\\$ [0-9.e-]+"));

        IGNORED_IN_PAGES.put("<middle>", Pattern.compile("<svg class=\"bars\"[^>]*><title>[^<]*middle 98 %, estimated.*?</figure>",
                Pattern.DOTALL));
        IGNORED_IN_PAGES.put("<median>", Pattern.compile("(?<=<dt>Median</dt><dd>)[^<]*"));

        IGNORED_IN_TEXT.put("<execution>", Pattern.compile("fs-\\d{8}-\\d{6}-[0-9a-f]{8}"));
        IGNORED_IN_TEXT.put("<uuid>", Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        IGNORED_IN_TEXT.put("<start>", Pattern.compile("(?<=the export began at )[0-9T:.-]+Z"));
        IGNORED_IN_TEXT.put("<time taken>", Pattern.compile("(?<=- Time: ).*"));
        IGNORED_IN_TEXT.put("<cost taken>", Pattern.compile("(?<=- Cost on AWS: ).*"));
    }

    /// Variables of each export's environment. DuckDB takes its number of threads from the one of the Slurm
    /// scheduler. The quick compiler alone halves the time of an export, most of which is the start of the JVM.
    private static final Map<String, String> ENVIRONMENT = Map.of("SLURM_CPUS_ON_NODE", "1", "JDK_JAVA_OPTIONS",
            "-XX:TieredStopAtLevel=1");

    private static final String EXPORT_BUCKET = "feature-store-export-000000000000-us-east-1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long EXPORT_TIMEOUT_SECONDS = 300;

    /// One export.
    ///
    /// @param name what the export shows
    /// @param arguments arguments after `fs export`; `@` stands for the export's own place in the bucket
    /// @param files files that the export reads from its folder, content by name
    /// @param startIsIn a pattern of output text that holds the start of the execution; empty for almost all
    ///     exports
    private record Case(String name, List<String> arguments, Map<String, String> files, String startIsIn) {}

    /// The result of one export: its files by normalised name, and the texts that the process printed.
    private record Outcome(int exitCode, String out, String err, Map<String, byte[]> files, double seconds) {}

    private final List<Case> cases = new ArrayList<>();
    private Path work = Path.of("");
    private boolean wording = true;

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(new CompareExports().run(arguments));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("compare-exports: " + (e instanceof IOException ? e.toString() : e.getMessage()));
            System.exit(2);
        }
    }

    private int run(String[] arguments) throws Exception {
        Path before = Path.of(arguments[0]).toRealPath();
        Path after = Path.of(arguments[1]).toRealPath();
        int rows = 20_000;
        Path store = null;
        Pattern only = Pattern.compile("");
        boolean keep = false;
        boolean list = false;
        for (String argument : Arrays.asList(arguments).subList(2, arguments.length)) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.replaceFirst("=.*", "")) {
                case "--rows" -> rows = Integer.parseInt(value);
                case "--store" -> store = Path.of(value).toRealPath();
                case "--work" -> work = Path.of(value).toAbsolutePath().normalize();
                case "--keep" -> keep = true;
                case "--only" -> only = Pattern.compile(value);
                case "--list" -> list = true;
                case "--ignore-wording" -> wording = false;
                default -> throw new IllegalArgumentException("There is no option " + argument + ".");
            }
        }
        addCases(Math.max(1, rows / 8));
        Pattern chosen = only;
        List<Case> toRun = cases.stream().filter(c -> chosen.matcher(c.name()).find()).toList();
        if (toRun.isEmpty()) {
            throw new IllegalArgumentException("No export has a name that holds '" + only + "'; --list shows them.");
        }
        if (list) {
            toRun.forEach(c -> System.out.println(c.name() + ": fs export " + String.join(" ", c.arguments())));
            return 0;
        }
        work = work.toString().isEmpty()
                ? Files.createTempDirectory("compare-exports-").toRealPath()
                : Files.createDirectory(work).toRealPath();
        if (store == null) {
            store = work.resolve("store");
            makeStore(before, store, rows);
        }
        copy(store, work.resolve("before/store"));
        copy(store, work.resolve("after/store"));

        List<String> different = compareAll(toRun, before, after);

        System.out.printf("%d exports: %d alike, %d different%s%n", toRun.size(), toRun.size() - different.size(),
                different.size(), different.isEmpty() ? "" : ": " + String.join(", ", different));
        if (keep || !different.isEmpty()) {
            System.out.println("All files: " + work);
        } else {
            delete(work);
        }
        return different.isEmpty() ? 0 : 1;
    }

    // The exports.

    private void add(String name, String... arguments) {
        cases.add(new Case(name, List.of(arguments), Map.of(), ""));
    }

    private void addExpecting(String name, String expectations, String... arguments) {
        cases.add(new Case(name, List.of(arguments), Map.of("expect.json", expectations), ""));
    }

    private void addCases(int chunkSize) {
        String[] many = {"--chunk-size", Integer.toString(chunkSize)};
        for (String format : List.of("csv", "json", "parquet")) {
            List<String> compressions = format.equals("parquet")
                    ? List.of("none", "gzip", "zstd", "snappy")
                    : List.of("none", "gzip", "bzip2", "zstd");
            for (String compression : compressions) {
                String[] form = {"out." + format, "-f", format, "--compression", compression, "--json"};
                add(format + " " + compression + " planned chunks", form);
                add(format + " " + compression + " many chunks", join(form, many));
            }
        }

        add("part files csv none", join(many, "@parts/", "-f", "csv", "--no-compress", "--json"));
        add("part files csv gzip", join(many, "@parts/", "-f", "csv", "--json"));
        add("part files json zstd", join(many, "@parts/", "-f", "json", "--compression", "zstd", "--json"));
        add("part files parquet snappy", join(many, "@parts/", "-f", "parquet", "--compression", "snappy", "--json"));
        add("part files one file", "@parts/", "-f", "parquet", "--limit", "100", "--json");
        add("part files no record", "@parts/", "-f", "json", "--where", "segment = 'none such'", "--json");
        add("object in the bucket", "@newest.json.gz", "--latest", "--json");
        add("object named by placeholder", "@{executionName}/newest.csv", "--latest", "--json");
        add("object of default name", "--latest", "-f", "parquet", "--json");

        add("online json", "out.json", "--online-compatible", "--json");
        add("online csv unix", "out.csv", "--online-compatible", "--event-time-format", "unix", "--json");
        add("online parquet iso8601", "out.parquet", "--online-compatible", "--event-time-format", "iso8601", "--json");
        add("online null value", "out.json", "--online-compatible", "--null-value", "0", "--no-compress", "--json");
        add("online many chunks", join(many, "out.json", "--online-compatible", "--compression", "bzip2", "--json"));
        add("online part files", join(many, "@parts/", "-f", "json", "--online-compatible", "--json"));
        add("online event time field", "out.json", "--online-compatible", "--event-time-field", "EventTime",
                "--column-mapping", "customer_id:CustomerId,segment:Segment", "--json");
        add("online record identifier", "out.csv", "--online-compatible", "--record-identifier", "customer_id",
                "--columns", "customer_id,event_time,age", "--json");
        cases.add(new Case("online event time added", List.of("out.json", "--online-compatible", "--add-event-time",
                "--event-time-format", "iso8601", "--columns", "customer_id,segment", "--no-compress", "--quiet", "--json"), Map.of(), "\"event_time\":\"[^\"]*\""));

        add("report csv", "out.csv", "--report", "--json");
        add("report parquet many chunks", join(many, "out.parquet", "--report", "--json"));
        add("report online", "out.json", "--online-compatible", "--report", "--json");
        add("report part files", join(many, "@parts/", "-f", "csv", "--report", "--json"));

        String kept = "{\"columns\": {\"customer_id\": {\"notNull\": true, \"unique\": true}}, \"minRecords\": 1}";
        String broken = "{\"columns\": {\"age\": {\"notNull\": true, \"min\": 20, \"max\": 60},"
                + " \"segment\": {\"in\": [\"gold\", \"silver\"]}, \"email\": {\"matches\": \"[^@]+@example[.]com\"}},"
                + " \"maxRecords\": 10}";
        addExpecting("expectations kept", kept, "out.csv", "--latest", "--expect", "expect.json", "--json");
        addExpecting("expectations broken, warn", broken,
                join(many, "out.json", "--expect", "expect.json", "--on-violation", "warn", "--json"));
        addExpecting("expectations broken, summary", broken, "out.csv", "--latest", "--expect", "expect.json",
                "--on-violation", "warn");
        addExpecting("expectations broken, fail", broken, "out.parquet", "--expect", "expect.json", "--json");
        addExpecting("expectations and report", broken, "out.parquet", "--latest", "--expect", "expect.json",
                "--on-violation", "warn", "--report", "--json");
        addExpecting("expectations not fresh", "{\"freshWithin\": \"PT1H\"}", "out.csv", "--expect", "expect.json",
                "--json");

        add("mapping csv", "out.csv", "--column-mapping", "customer_id:CustomerId,age:Alter", "--no-compress", "--json");
        add("mapping parquet", join(many, "out.parquet", "--column-mapping", "address:Adresse,tags:Schlagwörter", "--json"));
        add("mapping json", "out.json", "--column-mapping", "lifetime_value:value", "--json");
        add("columns", "out.json", "--columns", "customer_id,tags,address", "--json");
        add("columns of expressions", "out.parquet", "--columns",
                "customer_id,lower(segment) AS segment_name,age + 1 AS next_age", "--json");
        add("where", "out.csv", "--where", "segment = 'gold' AND age > 30", "--no-compress", "--json");
        add("where beyond ASCII", "out.json", "--where", "address.city IN ('서울', 'São Paulo', '東京')", "--json");
        add("where no record csv", "out.csv", "--where", "segment = 'none such'", "--no-compress", "--json");
        add("where no record json", "out.json", "--where", "segment = 'none such'", "--json");
        add("where no record parquet", "out.parquet", "--where", "segment = 'none such'", "--json");
        add("group by", "out.csv", "--columns", "segment,COUNT(*) AS records,MAX(event_time) AS newest",
                "--group-by", "segment", "--order-by", "segment", "--no-compress", "--json");
        add("order by and limit", "out.json", "--order-by", "event_time DESC, customer_id", "--limit", "1000", "--json");
        add("latest csv", "out.csv", "--latest", "--json");
        add("latest parquet many chunks", "out.parquet", "--latest", "--chunk-size", "2000", "--json");
        add("latest where", "out.json", "--latest", "--where", "is_active", "--json");
        add("deleted kept", "out.csv", "--include-deleted", "--json");
        add("latest, deleted kept", "out.parquet", "--latest", "--include-deleted", "--json");
        add("system columns csv", "out.csv", "--system-columns", "--json");
        add("system columns, deleted kept, parquet", "out.parquet", "--system-columns", "--include-deleted", "--json");
        add("as of", "out.csv", "--as-of", "2024-03-01T00:00:00Z", "--json");
        add("latest as of", "out.json", "--latest", "--as-of", "2024-03-01T00:00:00Z", "--json");
        add("event times from, to", "out.csv", "--from", "2024-01-01T00:00:00Z", "--to", "2024-02-01T00:00:00Z", "--json");
        add("event times to", "out.parquet", "--to", "2023-12-24T18:00:00+01:00", "--latest", "--json");

        add("dry run csv", "out.csv", "--dry-run", "--json");
        add("dry run csv none", "out.csv", "--no-compress", "--dry-run", "--json");
        add("dry run parquet", "out.parquet", "--latest", "--where", "segment = 'gold'", "--dry-run", "--json");
        add("dry run online", "out.json", "--online-compatible", "--chunk-size", "1000", "--dry-run", "--json");
        add("dry run part files, report", "@parts/", "-f", "json", "--report", "--dry-run", "--json");
        add("dry run as text", "out.csv", "--dry-run");
        add("summary as text", "out.csv", "--latest");
        add("quiet", "out.csv", "--latest", "--quiet");
        add("within limits of cost", "out.csv", "--latest", "--max-scan", "1000000000", "--max-cost", "1", "--json");

        add("refused: scan too large", "out.csv", "--max-scan", "1000", "--json");
        add("refused: cost too high", "out.csv", "--max-cost", "0.0000001", "--json");
        add("refused: bad column", "out.csv", "--columns", "customer_id,no_such_column", "--json");
        add("refused: bad where", "out.csv", "--where", "segment = = 'gold'", "--json");
        add("refused: subquery", "out.csv", "--where", "age IN (SELECT 1)", "--json");
        add("refused: bad order", "out.csv", "--order-by", "age UPWARDS", "--json");
        add("refused: no such bucket", "s3://no-such-bucket-anywhere/out.csv", "--json");
        add("refused: no such work group", "out.csv", "--workgroup", "none-such", "--json");
        add("refused: no such database", "out.csv", "--database", "none_such", "--json");
        add("refused: identifier left out", "out.json", "--online-compatible", "--columns", "age,event_time", "--json");
        add("refused: null value that is no number", "out.json", "--online-compatible", "--null-value", "n/a", "--json");
        add("refused: mapping onto another column", "out.csv", "--column-mapping", "age:segment", "--json");
        add("refused: mapping of no column", "out.csv", "--column-mapping", "none:some", "--json");
        addExpecting("refused: expectation of no column", "{\"columns\": {\"none\": {\"notNull\": true}}}", "out.csv",
                "--expect", "expect.json", "--json");
        addExpecting("refused: expectation malformed", "{\"columns\": []}", "out.csv", "--expect", "expect.json", "--json");
        String twice = "s3://" + EXPORT_BUCKET + "/twice/out.csv";
        add("object written once", twice, "--latest", "--limit", "10", "--no-compress", "--json");
        add("refused: object exists", twice, "--latest", "--no-compress", "--json");
        add("object replaced", twice, "--latest", "--no-compress", "--overwrite", "--json");
        cases.add(new Case("refused: file exists", List.of("out.csv", "--no-compress", "--json"),
                Map.of("out.csv", "here already"), ""));
        cases.add(new Case("file replaced", List.of("out.csv", "--no-compress", "--latest", "--overwrite", "--json"),
                Map.of("out.csv", "here already"), ""));
        add("usage: limit", "out.csv", "--limit", "0");
        add("usage: unknown option", "out.csv", "--colums", "age");
        add("usage: compression and format", "out.parquet", "--compression", "bzip2");
        add("usage: compression and name", "out.csv.gz", "--no-compress");
        add("usage: placeholder", "{hour}.csv");
        add("usage: null value without online", "out.csv", "--null-value", "x");
        add("usage: online with deleted kept", "out.json", "--online-compatible", "--include-deleted");
        add("usage: empty range", "out.csv", "--from", "2024-02-01", "--to", "2024-01-01");
        add("usage: as of", "out.csv", "--as-of", "yesterday");
        add("usage: mapping twice", "out.csv", "--column-mapping", "age:a,age:b");
    }

    private static String[] join(String[] one, String... other) {
        return Stream.concat(Arrays.stream(one), Arrays.stream(other)).toArray(String[]::new);
    }

    // Running them.

    private void makeStore(Path before, Path store, int rows) throws IOException, InterruptedException {
        Path log = work.resolve("demo.log");
        int exitCode = new ProcessBuilder(before.resolve("fs").toString(), "demo", "--rows", Integer.toString(rows), "--dir",
                work.resolve("demo").toString(), "--store", store.toString()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start().waitFor();
        if (exitCode != 0) {
            throw new IllegalArgumentException("The demo of BEFORE failed; see " + log + ".");
        }
        delete(work.resolve("demo"));
    }

    /// Runs both checkouts side by side, compares each export as soon as both have run it, and prints a line for
    /// it.
    private List<String> compareAll(List<Case> toRun, Path before, Path after)
            throws IOException, InterruptedException, ExecutionException {
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<CompletableFuture<Outcome>> ofBefore = new ArrayList<>();
        List<CompletableFuture<Outcome>> ofAfter = new ArrayList<>();
        toRun.forEach(c -> {
            ofBefore.add(new CompletableFuture<>());
            ofAfter.add(new CompletableFuture<>());
        });
        Future<?> first = two.submit(() -> runAll(toRun, before, work.resolve("before"), ofBefore));
        Future<?> second = two.submit(() -> runAll(toRun, after, work.resolve("after"), ofAfter));
        two.shutdown();
        List<String> different = new ArrayList<>();
        for (int i = 0; i < toRun.size(); i++) {
            Case c = toRun.get(i);
            Outcome b = ofBefore.get(i).get();
            Outcome a = ofAfter.get(i).get();
            List<String> differences = differences(c, b, a);
            long bytes = b.files().values().stream().mapToLong(f -> f.length).sum();
            System.out.printf("%s %3d %s: exit code %d, %d files, %,d bytes, %.1f s and %.1f s%n",
                    differences.isEmpty() ? "same" : "DIFF", i + 1, c.name(), b.exitCode(), b.files().size(), bytes,
                    b.seconds(), a.seconds());
            differences.forEach(d -> System.out.println("         " + d));
            if (!differences.isEmpty()) {
                different.add(c.name());
            }
        }
        first.get();
        second.get();
        List<String> leftBefore = leftInBuckets(work.resolve("before"));
        List<String> leftAfter = leftInBuckets(work.resolve("after"));
        if (!leftBefore.equals(leftAfter)) {
            System.out.println("DIFF files left in the buckets after all: " + leftBefore + " and " + leftAfter);
            different.add("files left in the buckets");
        }
        return different;
    }

    private void runAll(List<Case> toRun, Path checkout, Path side,
            List<CompletableFuture<Outcome>> outcomes) {
        for (int i = 0; i < toRun.size(); i++) {
            try {
                outcomes.get(i).complete(runOne(toRun.get(i), i + 1, checkout, side));
            } catch (IOException | InterruptedException | RuntimeException e) {
                outcomes.get(i).completeExceptionally(e);
            }
        }
    }

    private Outcome runOne(Case c, int number, Path checkout, Path side)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(side.resolve(String.format("%03d", number)));
        Path files = Files.createDirectory(folder.resolve("files"));
        for (Map.Entry<String, String> file : c.files().entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
        List<String> command = new ArrayList<>(List.of(checkout.resolve("fs").toString(), "export", "customers"));
        c.arguments().forEach(a -> command.add(a.startsWith("@")
                ? "s3://" + EXPORT_BUCKET + "/export-" + number + "/" + a.substring(1)
                : a));
        command.addAll(List.of("--store", side.resolve("store").toString()));
        Set<String> seen = filesOf(side.resolve("store/s3/buckets").resolve(EXPORT_BUCKET));
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command).directory(files.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        List.of("FS_STORE", "FS_STACK", "FS_STATE_MACHINE").forEach(builder.environment()::remove);
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        if (!process.waitFor(EXPORT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            throw new IllegalStateException("An export did not end: " + String.join(" ", command));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, byte[]> left = new TreeMap<>();
        collect(files, "", Set.of(), left);
        Path bucket = side.resolve("store/s3/buckets").resolve(EXPORT_BUCKET);
        collect(bucket, "s3:", seen, left);
        return new Outcome(process.exitValue(), text(folder.resolve("out"), side), text(folder.resolve("err"), side), left,
                seconds);
    }

    private String text(Path file, Path side) throws IOException {
        return normalised(Files.readString(file), side);
    }

    /// Returns a text with fixed words for the execution's name, IDs and the folders of the comparison.
    private String normalised(String text, Path side) {
        String result = text.replace(side.toString(), "<folder>");
        for (Map.Entry<String, Pattern> e : IGNORED_IN_TEXT.entrySet()) {
            result = e.getValue().matcher(result).replaceAll(e.getKey());
        }
        return result;
    }

    /// Adds the files of a folder, less those that were seen before, by their normalised names.
    private void collect(Path folder, String prefix, Set<String> seen, Map<String, byte[]> left) throws IOException {
        for (String file : filesOf(folder)) {
            if (!seen.contains(file)) {
                Path path = Path.of(file.substring(file.indexOf(' ') + 1));
                String name = normalised(prefix + folder.relativize(path), work);
                if (left.put(name, Files.readAllBytes(path)) != null) {
                    throw new IllegalStateException("Two files of one normalised name: " + name);
                }
            }
        }
    }

    /// Returns the files of a folder, each as its time of change and its path.
    private static Set<String> filesOf(Path folder) throws IOException {
        Set<String> result = new HashSet<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    result.add(Files.getLastModifiedTime(file) + " " + file);
                }
            }
        }
        return result;
    }

    private List<String> leftInBuckets(Path side) throws IOException {
        Path buckets = side.resolve("store/s3/buckets");
        try (Stream<Path> files = Files.walk(buckets)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> normalised(buckets.relativize(f).toString(), side))
                    .filter(f -> !f.startsWith("feature-store-offline-"))
                    .sorted()
                    .toList();
        }
    }

    // Comparing them.

    private List<String> differences(Case c, Outcome before, Outcome after) throws IOException {
        List<String> result = new ArrayList<>();
        if (before.exitCode() != after.exitCode()) {
            result.add("exit code: " + before.exitCode() + " and " + after.exitCode());
        }
        if (!before.files().keySet().equals(after.files().keySet())) {
            result.add("files: " + before.files().keySet() + " and " + after.files().keySet());
        }
        for (Map.Entry<String, byte[]> file : before.files().entrySet()) {
            byte[] other = after.files().get(file.getKey());
            if (other != null) {
                compareFiles(c, file.getKey(), file.getValue(), other, result);
            }
        }
        if (before.out().startsWith("{") && after.out().startsWith("{")) {
            compareJson("standard output", c, JSON.readTree(before.out()), JSON.readTree(after.out()), result);
        } else {
            compareLines("standard output", messages(before.out()), messages(after.out()), result);
        }
        compareLines("standard error", messages(before.err()), messages(after.err()), result);
        return result;
    }

    private void compareFiles(Case c, String name, byte[] before, byte[] after, List<String> result) throws IOException {
        if (name.endsWith("manifest.json")) {
            compareJson(name, c, JSON.readTree(normalised(utf8(before), work.resolve("before"))),
                    JSON.readTree(normalised(utf8(after), work.resolve("after"))), result);
        } else if (name.endsWith("report.html")) {
            compareLines(name, page(before, "before"), page(after, "after"), result);
        } else if (!c.startIsIn().isEmpty()) {
            String start = utf8(before).replaceAll(c.startIsIn(), "<start>");
            String startAfter = utf8(after).replaceAll(c.startIsIn(), "<start>");
            compareLines(name, start.lines().toList(), startAfter.lines().toList(), result);
            if (!start.contains("<start>")) {
                result.add(name + ": no place of the start was found");
            }
        } else {
            int at = Arrays.mismatch(before, after);
            if (at >= 0) {
                result.add(String.format("%s: differs at byte %,d (%,d and %,d bytes)", name, at, before.length,
                        after.length));
            }
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Returns a report page as lines of one tag or text each; without wording only names and figures.
    private List<String> page(byte[] bytes, String side) {
        String result = normalised(utf8(bytes), work.resolve(side));
        for (Map.Entry<String, Pattern> e : IGNORED_IN_PAGES.entrySet()) {
            result = e.getValue().matcher(result).replaceAll(e.getKey());
        }
        return wording
                ? result.replace("><", ">\n<").lines().toList()
                : Pattern.compile("<bdi>[^<]*|>[^<a-z]*[0-9][^<a-z]*(?=<)").matcher(result).results().map(MatchResult::group).toList();
    }

    private static void compareLines(String where, List<String> b, List<String> a, List<String> result) {
        for (int i = 0; i < Math.max(b.size(), a.size()); i++) {
            String inBefore = i < b.size() ? b.get(i) : "(nothing)";
            String inAfter = i < a.size() ? a.get(i) : "(nothing)";
            if (!inBefore.equals(inAfter)) {
                result.add(where + ", line " + (i + 1) + ": " + shown(inBefore) + " and " + shown(inAfter));
                return;
            }
        }
    }

    /// Returns the lines of messages to compare: without wording the error codes alone.
    private List<String> messages(String text) {
        return wording
                ? text.lines().toList()
                : text.lines().filter(l -> l.startsWith("❌")).map(l -> l.replaceFirst(":.*", "")).toList();
    }

    private static String shown(String text) {
        return "'" + (text.length() > 300 ? text.substring(0, 300) + "…" : text) + "'";
    }

    private void compareJson(String where, Case c, JsonNode before, JsonNode after, List<String> result) {
        Map<String, String> b = new TreeMap<>();
        Map<String, String> a = new TreeMap<>();
        flatten(c, "", "", before, b);
        flatten(c, "", "", after, a);
        Set<String> paths = new TreeSet<>(b.keySet());
        paths.addAll(a.keySet());
        int found = 0;
        for (String path : paths) {
            String inBefore = b.getOrDefault(path, "(nothing)");
            String inAfter = a.getOrDefault(path, "(nothing)");
            if (!inBefore.equals(inAfter) && ++found <= 3) {
                result.add(where + ", " + path + ": " + shown(inBefore) + " and " + shown(inAfter));
            }
        }
        if (found > 3) {
            result.add(where + ": " + (found - 3) + " more fields");
        }
        if (fieldNames(before).compareTo(fieldNames(after)) != 0) {
            result.add(where + ", order of fields: " + fieldNames(before) + " and " + fieldNames(after));
        }
    }

    private static String fieldNames(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(","));
    }

    /// Puts each leaf into the map by its path: its value where that is compared, else only its kind.
    private void flatten(Case c, String path, String pattern, JsonNode node, Map<String, String> leaves) {
        boolean ignored = IGNORED_FIELDS.contains(pattern) || !wording && WORDING_FIELDS.contains(pattern)
                || !c.startIsIn().isEmpty() && FIELDS_OF_CONTENT.contains(pattern);
        if (ignored) {
            leaves.put(path, node.getNodeType().name());
        } else if (node.isObject() && node.size() > 0) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String dot = path.isEmpty() ? "" : ".";
                String name = pattern.equals("estimate.basis") ? "*" : field.getKey();
                flatten(c, path + dot + field.getKey(), pattern + dot + name, field.getValue(), leaves);
            }
        } else if (node.isArray() && node.size() > 0) {
            for (int i = 0; i < node.size(); i++) {
                flatten(c, path + "[" + i + "]", pattern + "[]", node.get(i), leaves);
            }
        } else {
            leaves.put(path, node.toString());
        }
    }

    // Files.

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path done, IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    Files.delete(done);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
