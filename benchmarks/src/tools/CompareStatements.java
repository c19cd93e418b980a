import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.s3.S3Client;

/// Measures the whole export of a large feature group with two checkouts: its time and its peak memory, as `fs export`
/// takes them on the embedded services. The statement that chooses the records is what differs between two versions;
/// the rows are the same. The runs of both checkouts alternate, so that what else the machine does hits both.
///
/// ```
/// Usage: benchmarks/compare-statements BEFORE AFTER [OPTIONS]
///   BEFORE, AFTER      Folders of two checkouts; each is built by its own fs command where it is not built yet.
///   --rows=N           Rows of the feature group. Default: 5000000.
///   --deleted=N,…      Shares of deleted rows, in percent. Default: 0,1,50.
///   --identifiers=N    Rows of one record identifier, on average. Default: 20.
///   --rounds=N         Exports with each checkout and share. Default: 3; the median counts.
///   --options=TEXT     Further options of fs export, divided by blanks. Default: none, so that the default statement runs.
///   --format=F         csv, json or parquet. Default: csv, whose bytes are those of the query's result.
///   --work=DIR         Folder of all files; needs about 1 GB per million rows. Default: a temporary folder.
/// ```
///
/// Exit codes: 0 measured, and both checkouts exported the same records; 1 they did not; 2 bad usage. An export that
/// fails, for example because it runs out of memory, is shown as failed with the last line that it printed.
final class CompareStatements {
    private static final String GROUP = "measured";
    private static final String BUCKET = "measured-data";
    private static final int HOURS = 24;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern READY = Pattern.compile("ready (\\S+)");
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final List<Path> checkouts;
    private final Map<String, String> options;
    private final Path work;
    private boolean different;

    private CompareStatements(List<Path> checkouts, Map<String, String> options, Path work) {
        this.checkouts = checkouts;
        this.options = options;
        this.work = work;
    }

    /// One export.
    ///
    /// @param seconds its time
    /// @param peakMib the peak of its resident memory in MiB
    /// @param failure what it printed last if it failed; empty after success
    private record Run(double seconds, long peakMib, String failure) {}

    /// Measures as the options say.
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "rows", "5000000", "deleted", "0,1,50", "identifiers", "20", "rounds", "3", "options", "", "format", "csv",
                "work", ""));
        for (String arg : Arrays.copyOfRange(args, 2, args.length)) {
            Matcher option = Pattern.compile("--([a-z]+)=(.*)").matcher(arg);
            if (!option.matches() || !options.containsKey(option.group(1))) {
                System.err.println("compare-statements: unknown option " + arg);
                System.exit(USAGE);
            }
            options.put(option.group(1), option.group(2));
        }
        Path work = options.get("work").isEmpty()
                ? Files.createTempDirectory("compare-statements")
                : Files.createDirectories(Path.of(options.get("work")));
        List<Path> checkouts = List.of(Path.of(args[0]).toRealPath(), Path.of(args[1]).toRealPath());
        CompareStatements comparison = new CompareStatements(checkouts, options, work.toAbsolutePath());
        try {
            comparison.run();
        } finally {
            delete(work);
        }
        System.exit(comparison.different ? FAILED : 0);
    }

    private void run() throws IOException, InterruptedException, SQLException {
        System.out.printf("%s rows, %s rows per identifier, %s, median of %s%n%n", options.get("rows"),
                options.get("identifiers"), options.get("format"), options.get("rounds"));
        System.out.println("| deleted | before | after | time | before | after | memory | records |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String deleted : options.get("deleted").split(",")) {
            measure(Integer.parseInt(deleted));
        }
    }

    private void measure(int deleted) throws IOException, InterruptedException, SQLException {
        Path data = work.resolve("data");
        makeFiles(data, deleted);
        List<Path> stores = List.of(work.resolve("before"), work.resolve("after"));
        for (int side = 0; side < stores.size(); side++) {
            makeStore(checkouts.get(side), stores.get(side), data);
        }
        List<List<Run>> runs = List.of(new ArrayList<>(), new ArrayList<>());
        List<String> contents = new ArrayList<>(List.of("", ""));
        for (int round = 0; round < Integer.parseInt(options.get("rounds")); round++) {
            for (int side = 0; side < stores.size(); side++) {
                Path output = work.resolve("output." + options.get("format"));
                runs.get(side).add(export(checkouts.get(side), stores.get(side), output));
                if (Files.exists(output)) {
                    contents.set(side, content(output));
                    Files.delete(output);
                }
            }
        }
        print(deleted, runs.get(0), runs.get(1), contents);
        for (Path folder : List.of(data, stores.get(0), stores.get(1))) {
            delete(folder);
        }
    }

    private void print(int deleted, List<Run> before, List<Run> after, List<String> contents) {
        boolean bothWork = Stream.of(before, after).flatMap(List::stream).allMatch(run -> run.failure().isEmpty());
        boolean alike = !bothWork || contents.get(0).equals(contents.get(1));
        different |= !alike;
        System.out.printf(Locale.ROOT, "| %d %% | %s | %s | %s | %s | %s | %s | %s |%n", deleted,
                shown(before, Run::seconds, "s"), shown(after, Run::seconds, "s"),
                bothWork ? "%.2f".formatted(median(after, Run::seconds) / median(before, Run::seconds)) : "–",
                shown(before, Run::peakMib, "MiB"), shown(after, Run::peakMib, "MiB"),
                bothWork ? "%.2f".formatted(median(after, Run::peakMib) / median(before, Run::peakMib)) : "–",
                alike ? contents.get(1) : "DIFFERENT: " + contents);
        Stream.of(before, after).flatMap(List::stream).map(Run::failure).filter(failure -> !failure.isEmpty()).distinct()
                .forEach(failure -> System.out.println("  failed: " + failure));
    }

    private static String shown(List<Run> runs, java.util.function.ToDoubleFunction<Run> figure, String unit) {
        return runs.stream().allMatch(run -> run.failure().isEmpty())
                ? "%.1f %s".formatted(median(runs, figure), unit)
                : "failed";
    }

    private static double median(List<Run> runs, java.util.function.ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /// Writes a file for each hour of a day, as an offline store has them. Rows of one identifier are spread over all
    /// hours; a deleted row has no values.
    private void makeFiles(Path data, int deleted) throws IOException, SQLException {
        Files.createDirectories(data);
        long rows = Long.parseLong(options.get("rows"));
        long identifiers = Math.max(1, rows / Long.parseLong(options.get("identifiers")));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '2GB'");
            statement.execute("SET temp_directory = '" + work.resolve("spill") + "'");
            for (int hour = 0; hour < HOURS; hour++) {
                long first = rows * hour / HOURS;
                long end = rows * (hour + 1) / HOURS;
                String time = "1704067200 + " + hour * 3600 + " + (i - " + first + ") * 3600.0 / " + Math.max(1, end - first);
                String gone = "hash(i * 7919) % 100 < " + deleted;
                statement.execute("COPY (SELECT 'id-' || (hash(i) % " + identifiers + ") AS id, CAST(" + time
                        + " AS DOUBLE) AS ts, CASE WHEN NOT gone THEN CAST(hash(i + 1) % 90 AS BIGINT) END AS age"
                        + ", CASE WHEN NOT gone THEN (hash(i + 2) % 10000000) / 100.0 END AS spent"
                        + ", CASE WHEN NOT gone THEN 'segment-' || (hash(i + 3) % 7) END AS segment"
                        + ", CASE WHEN NOT gone THEN md5(CAST(i AS VARCHAR)) END AS note"
                        + ", make_timestamp(CAST((" + time + " + 60) * 1000000 AS BIGINT)) AS write_time"
                        + ", make_timestamp(CAST((" + time + " + 1) * 1000000 AS BIGINT)) AS api_invocation_time"
                        + ", gone AS is_deleted FROM (SELECT i, " + gone + " AS gone FROM range(" + first + ", " + end
                        + ") AS t(i))) TO '" + data.resolve("%02d.parquet".formatted(hour)) + "' (FORMAT parquet, CODEC 'zstd')");
            }
        }
    }

    /// Makes a feature group with the files, by the embedded services of a checkout.
    private static void makeStore(Path checkout, Path store, Path data) throws IOException, InterruptedException {
        Process services = new ProcessBuilder(checkout.resolve("fs").toString(), "local", "--port", "0", "--store", store.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = services.inputReader()) {
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            if (!ready.find()) {
                throw new IOException("the services of " + checkout + " do not start");
            }
            fill(URI.create(ready.group(1)), store, data);
        } finally {
            services.destroy();
            services.waitFor();
        }
    }

    private static void fill(URI endpoint, Path store, Path data) throws IOException {
        var any = StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        try (S3Client s3 = S3Client.builder().endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(any)
                        .forcePathStyle(true).httpClient(UrlConnectionHttpClient.create()).build();
                GlueClient glue = GlueClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
                        .credentialsProvider(any).httpClient(UrlConnectionHttpClient.create()).build();
                SageMakerClient groups = SageMakerClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
                        .credentialsProvider(any).httpClient(UrlConnectionHttpClient.create()).build()) {
            s3.createBucket(r -> r.bucket(BUCKET));
            List<FeatureDefinition> features = new ArrayList<>();
            for (String feature : List.of("id String", "ts Fractional", "age Integral", "spent Fractional", "segment String", "note String")) {
                String[] parts = feature.split(" ");
                features.add(FeatureDefinition.builder().featureName(parts[0]).featureType(parts[1]).build());
            }
            groups.createFeatureGroup(r -> r.featureGroupName(GROUP).recordIdentifierFeatureName("id").eventTimeFeatureName("ts")
                    .featureDefinitions(features)
                    .offlineStoreConfig(c -> c.s3StorageConfig(s -> s.s3Uri("s3://" + BUCKET)))
                    .roleArn("arn:aws:iam::000000000000:role/any"));
            DescribeFeatureGroupResponse group = groups.describeFeatureGroup(r -> r.featureGroupName(GROUP));
            String location = group.offlineStoreConfig().s3StorageConfig().resolvedOutputS3Uri();
            String key = location.substring(("s3://" + BUCKET + "/").length());
            var table = group.offlineStoreConfig().dataCatalogConfig();
            for (int hour = 0; hour < HOURS; hour++) {
                List<String> values = List.of("2024", "01", "01", "%02d".formatted(hour));
                String folder = "/year=2024/month=01/day=01/hour=" + values.getLast();
                s3.putObject(r -> r.bucket(BUCKET).key(key + folder + "/rows.parquet"), data.resolve(values.getLast() + ".parquet"));
                glue.batchCreatePartition(r -> r.databaseName(table.database()).tableName(table.tableName())
                        .partitionInputList(PartitionInput.builder().values(values)
                                .storageDescriptor(s -> s.location(location + folder)).build()));
            }
        }
    }

    private Run export(Path checkout, Path store, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("fs").toString(), "export", GROUP, output.toString(),
                "--format", options.get("format"), "--no-compress", "--yes", "--store", store.toString()));
        Arrays.stream(options.get("options").split(" ")).filter(option -> !option.isEmpty()).forEach(command::add);
        Path log = work.resolve("export.log");
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long peak = 0;
        while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(process.pid()));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<String> said = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return new Run(seconds, peak >> 10, process.exitValue() == 0 ? "" : said.isEmpty() ? "no message" : said.getLast());
    }

    /// Returns the peak of a process's resident memory in KiB. The process replaces the shell that starts it.
    private static long peak(long pid) throws IOException {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            // A process that ends while its file is read has no exception of its own.
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return 0;
            }
            throw e;
        }
    }

    /// Returns the number of records and a sum over all of them, which does not depend on their order.
    private String content(Path output) throws SQLException {
        String reader = switch (options.get("format")) {
            case "csv" -> "read_csv('" + output + "', all_varchar = true, header = true)";
            case "json" -> "read_json('" + output + "', format = 'newline_delimited')";
            default -> "read_parquet('" + output + "')";
        };
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) || ' (' || coalesce(sum(hash(id, ts, age, spent, segment, note) % 1000000007), 0) || ')' FROM " + reader)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(file);
            }
        }
    }
}
