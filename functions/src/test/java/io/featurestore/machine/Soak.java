package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.Deployment;
import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import io.featurestore.local.faults.Faults;
import io.featurestore.records.Compression;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

/// Runs exports while errors are injected, and checks their outcome. Thread-safe.
final class Soak implements AutoCloseable {
    private static final String MANIFEST = "manifest.json";
    /// The number of plans between two reports of figures.
    private static final int REPORTED = 50;
    /// A clean-up after a lost runner starts by itself.
    private static final int CLEAN_UP_MILLIS = 30_000;
    /// Returns the machine with shorter waits, so that a test need not wait as long as on AWS.
    private static final String STARTED = "$attempt = 1 ? $states.context.State.EnteredTime : $queryStartedAt";
    private static final String STARTED_LONG_AGO =
            "$attempt = 1 ? $fromMillis($toMillis(" + "$states.context.State.EnteredTime) - 7195000) : $queryStartedAt";

    private final ExportStack stack;
    private final AthenaClient athena;
    private final Path folder;
    /// The ARNs of the machines, by whether rows come by UNLOAD.
    private final Map<Boolean, String> machines;
    private final Map<Boolean, String> hasty;
    private final Map<SoakRequest, String> calm = new ConcurrentHashMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private final AtomicInteger calmRuns = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicInteger plans = new AtomicInteger();
    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger unharmed = new AtomicInteger();

    private Soak(ExportStack stack, Path folder) throws IOException {
        this.stack = stack;
        this.folder = folder;
        String definition = ExportStack.text("export/statemachine/export.asl.json")
                .replaceAll("\"IntervalSeconds\": \\d+", "\"IntervalSeconds\": 1")
                .replaceAll("\"MaxDelaySeconds\": \\d+", "\"MaxDelaySeconds\": 2");
        assertThat(definition).contains(STARTED);
        this.machines = deploy("soak", definition);
        this.hasty = deploy("hasty", definition.replace(STARTED, STARTED_LONG_AGO));
        this.athena = AthenaClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    static Soak start(Path folder) throws IOException {
        ExportStack stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(SoakRequest.ROWS);
        return new Soak(stack, folder);
    }

    private Map<Boolean, String> deploy(String name, String definition) throws IOException {
        Map<Boolean, String> deployed = new HashMap<>();
        for (boolean unload : new boolean[] {false, true}) {
            Map<String, String> substitutions = new TreeMap<>(ExportStack.SUBSTITUTIONS);
            substitutions.put("UnloadFromBytes", unload ? "0" : "-1");
            deployed.put(
                    unload,
                    stack.aws()
                            .deploy(new Deployment(
                                    name + (unload ? "-unloading" : ""),
                                    definition,
                                    ExportStack.text("export/functions.json"),
                                    substitutions,
                                    Optional.of(ExportStack.STOP_RULE),
                                    Soak.class.getClassLoader())));
        }
        return deployed;
    }

    /// Runs the export and the errors of a seed.
    void run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SoakRequest request = SoakRequest.of(random);
        FaultPlan plan = FaultPlan.random(random.nextLong(), 1 + random.nextInt(4));
        run("seed " + seed, "soak-" + seed + "-", request, plan);
    }

    /// Lets a function die at its first request, at its second and so on, until it has no more.
    ///
    /// @param besides other errors to inject
    /// @return the number of its requests
    int diesAtEveryRequest(String function, FaultKind kind, SoakRequest request, List<FaultRule> besides) {
        for (int n = 1; ; n++) {
            List<FaultRule> rules = new ArrayList<>(besides);
            rules.add(FaultRule.of(kind).in(function).from(n));
            String name = "dies-" + deaths.incrementAndGet() + "-";
            Map<FaultKind, Integer> fired =
                    run(function + " " + kind + " " + n, name, request, new FaultPlan(n, rules));
            if (!fired.containsKey(kind)) {
                return n - 1;
            }
        }
    }

    /// Runs an export while a plan is active, and returns the errors that happened.
    Map<FaultKind, Integer> run(String what, String name, SoakRequest request, FaultPlan plan) {
        String expected = calm.computeIfAbsent(request, this::withoutFaults);
        List<FaultRule> rules =
                plan.rules().stream().map(rule -> rule.about(name)).toList();
        boolean endless = rules.stream().anyMatch(rule -> rule.kind() == FaultKind.QUERY_NEVER_ENDS);
        try (Faults.Holding holding = stack.aws().faults().add(new FaultPlan(plan.seed(), rules))) {
            ExportStack.Run run = run(endless ? hasty : machines, name, request);
            SoakVerdict verdict = new SoakVerdict(run, rules, holding.fired());
            String all = what + ", " + request + ", " + verdict;
            verdict.check(all);
            awaitCleanUp(name, all);
            List<String> shown = new ArrayList<>(stack.keys(ExportStack.EXPORTS, name));
            shown.addAll(stack.keys(ExportStack.EXPORTS, "_" + name));
            if (run.status().equals("SUCCEEDED")) {
                assertThat(digest(request, run.uri())).as(all).isEqualTo(expected);
                assertThat(shown)
                        .as(all)
                        .hasSize(
                                request.partFiles()
                                        ? run.output().at("/chunks/parts").asInt(shown.size())
                                        : 2);
                compared.incrementAndGet();
            } else if (run.status().equals("ABORTED") && shown.stream().anyMatch(key -> key.endsWith(MANIFEST))) {
                // The runner was lost after the last step: the published output is complete and stays.
                assertThat(digest(request, place(name, request, shown))).as(all).isEqualTo(expected);
                compared.incrementAndGet();
            } else {
                assertThat(shown).as(all).isEmpty();
            }
            count(verdict);
            return verdict.fired();
        }
    }

    private static S3Uri place(String name, SoakRequest request, List<String> shown) {
        return new S3Uri(
                ExportStack.EXPORTS,
                request.partFiles()
                        ? name + "/"
                        : shown.stream()
                                .filter(key -> !key.endsWith(MANIFEST))
                                .findFirst()
                                .orElseThrow());
    }

    private synchronized void count(SoakVerdict verdict) {
        plans.incrementAndGet();
        ends.merge(verdict.end(), 1, Integer::sum);
        if (verdict.fired().isEmpty()) {
            unharmed.incrementAndGet();
        }
        if (plans.get() % REPORTED == 0) {
            System.out.println(figures());
        }
    }

    private String withoutFaults(SoakRequest request) {
        String name = "calm-" + calmRuns.incrementAndGet();
        return digest(request, succeeded(run(machines, name, request)).uri());
    }

    private static ExportStack.Run succeeded(ExportStack.Run run) {
        run.succeeded();
        return run;
    }

    private ExportStack.Run run(Map<Boolean, String> machine, String name, SoakRequest request) {
        String arn = stack.sfn()
                .startExecution(r -> r.stateMachineArn(machine.get(request.unload()))
                        .name(name)
                        .input(request.to(name).toString()))
                .executionArn();
        return stack.await(name, arn);
    }

    private void awaitCleanUp(String name, String all) {
        assertThat(await(() -> left(name))).as("left of " + all).isEmpty();
    }

    /// Waits until a list is empty, and returns it.
    private static List<String> await(Supplier<List<String>> list) {
        long end = System.nanoTime() + CLEAN_UP_MILLIS * 1_000_000L;
        while (!list.get().isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return list.get();
    }

    private List<String> left(String name) {
        return Stream.of(stack.keys(ExportStack.WORK, "work/" + name + "/").stream(), uploads(name))
                .flatMap(s -> s)
                .toList();
    }

    private Stream<String> uploads(String text) {
        return children(folder.resolve("s3/uploads")).stream()
                .map(upload -> text(upload.resolve("upload.json")))
                .filter(upload -> upload.contains(text));
    }

    private List<String> openQueries() {
        return athena.listQueryExecutionsPaginator(r -> r.workGroup("feature-store-export")).stream()
                .flatMap(page -> page.queryExecutionIds().stream())
                .map(id -> athena.getQueryExecution(r -> r.queryExecutionId(id)).queryExecution())
                .filter(Soak::isOpen)
                .map(query -> query.status().stateAsString() + " for "
                        + query.resultConfiguration().outputLocation())
                .toList();
    }

    private static boolean isOpen(QueryExecution query) {
        QueryExecutionState state = query.status().state();
        return state == QueryExecutionState.QUEUED || state == QueryExecutionState.RUNNING;
    }

    /// Checks that nothing of any run is left. A killed function's last request, and a query that was
    /// stopped, may end a moment after the execution; what they have unfinished goes with them.
    void assertNothingLeft() {
        assertThat(await(this::unfinished)).as("unfinished files").isEmpty();
        assertThat(children(folder.resolve("s3/uploads"))).isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "")).isEmpty();
        assertThat(openQueries()).isEmpty();
    }

    private List<String> unfinished() {
        return Stream.of("s3/temporary", "athena")
                .flatMap(place -> children(folder.resolve(place)).stream())
                .map(Path::toString)
                .toList();
    }

    private String digest(SoakRequest request, S3Uri output) {
        return request.unload() ? unordered(request, output) : digest(output);
    }

    /// Returns a digest that does not depend on the order of the records.
    private String unordered(SoakRequest request, S3Uri output) {
        List<String> keys =
                output.isPrefix() ? stack.keys(output.bucket(), output.key() + "part-") : List.of(output.key());
        List<Path> files = keys.stream()
                .map(key -> stack.file(new S3Uri(output.bucket(), key)))
                .toList();
        try {
            if (request.format().equals("parquet")) {
                return keys.size() + " objects " + parquet(files);
            }
            List<String> lines = new ArrayList<>();
            for (Path file : files) {
                byte[] text = Compressed.read(Files.readAllBytes(file), Compression.named(request.compression()));
                new String(text, StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
            lines.sort(Comparator.naturalOrder());
            return keys.size() + " objects " + lines.size() + " lines " + lines.hashCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String parquet(List<Path> files) throws SQLException {
        String names = files.stream()
                .map(file -> OfflineTruth.literal(file.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) || ' ' || sum(hash(t)) FROM read_parquet(" + names + ") t")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String digest(S3Uri output) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> keys =
                    output.isPrefix() ? stack.keys(output.bucket(), output.key() + "part-") : List.of(output.key());
            for (String key : keys) {
                digest.update(MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(stack.file(new S3Uri(output.bucket(), key)))));
            }
            return keys.size() + " objects " + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Returns a summary of the runs.
    synchronized String figures() {
        Map<FaultKind, Long> fired = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            fired.put(kind, 0L);
        }
        fired.putAll(stack.aws().faults().fired());
        return "soak: " + plans + " plans over " + calm.size() + " requests, " + unharmed + " met no fault; ends: "
                + ends
                + "; outputs compared: " + compared + "; faults: "
                + fired.values().stream().mapToLong(Long::longValue).sum() + " " + fired;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        athena.close();
        stack.close();
    }
}
