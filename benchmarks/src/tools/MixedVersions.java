import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.featurestore.local.Deployment;
import io.featurestore.local.LocalAws;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Runs exports in which functions of two checkouts work together, as while a deployment replaces the functions of
/// exports that run. Each function is loaded from the jars of its own checkout. Each export must end as it does with
/// the functions and the definition of AFTER alone: with the same bytes, or with the same code.
///
/// ```
/// Usage: benchmarks/mixed-versions BEFORE AFTER
///   BEFORE, AFTER   Folders of two checkouts; each is built by its own fs command where it is not built yet.
/// ```
///
/// Exit codes: 0 every mixture ended alike; 1 one did not; 2 bad usage.
final class MixedVersions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "000000000000";
    private static final String REGION = "us-east-1";
    private static final String EXPORTS = "exports";
    private static final String WORK = "work";
    private static final String RESOURCES = "io/featurestore/export/";
    /// What both a handler and Lambda know: the classes of aws-lambda-java-core.
    private static final String SHARED = "com\\.amazonaws\\.services\\.lambda\\.runtime\\.(logging\\.)?[A-Z]\\w*";
    private static final int ROWS = 2_000;

    /// One version of the export.
    private record Version(String name, ClassLoader loader) {
        static Version of(String name, Path checkout) throws IOException {
            List<URL> jars = new ArrayList<>();
            try (Stream<Path> files = Files.list(checkout.resolve("cli/target/fs"))) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    jars.add(jar.toUri().toURL());
                }
            }
            ClassLoader core = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
                @Override
                protected Class<?> findClass(String className) throws ClassNotFoundException {
                    if (className.matches(SHARED)) {
                        return MixedVersions.class.getClassLoader().loadClass(className);
                    }
                    throw new ClassNotFoundException(className);
                }
            };
            return new Version(name, new URLClassLoader(jars.toArray(URL[]::new), core));
        }

        String text(String resource) throws IOException {
            try (InputStream in = loader.getResourceAsStream(RESOURCES + resource)) {
                return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            }
        }

        List<String> functions() throws IOException {
            List<String> names = new ArrayList<>();
            JSON.readTree(text("functions.json")).forEach(f -> names.add(f.path("name").asText()));
            return names;
        }
    }

    private final LocalAws aws;
    private final SfnClient sfn;
    private final PrintStream report;
    private final Version before;
    private final Version after;

    private MixedVersions(LocalAws aws, SfnClient sfn, PrintStream report, Version before, Version after) {
        this.report = report;
        this.aws = aws;
        this.sfn = sfn;
        this.before = before;
        this.after = after;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("mixed-versions");
        // The functions write their logs to standard output.
        PrintStream report = System.out;
        System.setOut(new PrintStream(folder.resolve("functions.log").toFile()));
        System.setErr(System.out);
        try (LocalAws aws = LocalAws.open(folder, 0, REGION)) {
            aws.createBucket(EXPORTS);
            aws.createBucket(WORK);
            aws.createWorkGroup("primary");
            aws.createSampleGroup(ROWS);
            System.setProperty("aws.endpointUrl", aws.endpoint().toString());
            System.setProperty("aws.region", REGION);
            System.setProperty("aws.accessKeyId", "local");
            System.setProperty("aws.secretAccessKey", "local");
            SfnClient sfn = SfnClient.builder()
                    .region(Region.of(REGION))
                    .endpointOverride(aws.endpoint())
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build();
            int wrong = new MixedVersions(
                            aws,
                            sfn,
                            report,
                            Version.of("before", Path.of(args[0])),
                            Version.of("after", Path.of(args[1])))
                    .run();
            report.println(wrong == 0 ? "every mixture ended alike" : wrong + " exports ended otherwise");
            System.exit(wrong == 0 ? 0 : 1);
        }
    }

    /// Returns the number of exports that ended otherwise than with AFTER alone.
    private int run() throws Exception {
        Map<String, String> expected = mixture("after-alone", after, Set.of());
        expected.forEach((name, end) -> report.println("after alone: " + name + " -> " + end));
        List<String> functions = after.functions();
        Set<String> even = new TreeSet<>();
        Set<String> odd = new TreeSet<>();
        for (int i = 0; i < functions.size(); i++) {
            (i % 2 == 0 ? even : odd).add(functions.get(i));
        }
        Map<String, Set<String>> mixtures = new LinkedHashMap<>();
        mixtures.put("all", new TreeSet<>(functions));
        mixtures.put("every-second", even);
        mixtures.put("the-others", odd);
        for (String function : functions) {
            mixtures.put("only-" + function, Set.of(function));
            Set<String> others = new TreeSet<>(functions);
            others.remove(function);
            mixtures.put("all-but-" + function, others);
        }
        int wrong = 0;
        for (Version definition : List.of(before, after)) {
            for (Map.Entry<String, Set<String>> mixture : mixtures.entrySet()) {
                String name = definition.name() + "-" + mixture.getKey();
                Map<String, String> ends = mixture(name, definition, mixture.getValue());
                List<String> differences = new ArrayList<>();
                expected.forEach((request, end) -> {
                    if (!end.equals(ends.get(request))) {
                        differences.add(request + " -> " + ends.get(request));
                    }
                });
                wrong += differences.size();
                report.println("definition of " + definition.name() + ", functions of before: " + mixture.getKey()
                        + ": " + (differences.isEmpty() ? "alike" : differences));
            }
        }
        return wrong;
    }

    /// Runs all requests, with some functions of BEFORE, and returns how each ended.
    private Map<String, String> mixture(String name, Version definition, Set<String> old) throws Exception {
        Map<String, String> substitutions = new TreeMap<>(
                Map.of("ExportBucket", EXPORTS, "WorkBucket", WORK, "Workgroup", "primary", "ConcurrentExports", "1000",
                        "ConcurrentChunks", "500", "ReservedConcurrency", "0", "UnloadFromBytes", "-1"));
        after.functions().forEach(function -> substitutions.put(
                function, "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + function));
        deploy(name, before, definition, old, substitutions);
        Set<String> young = new TreeSet<>(after.functions());
        young.removeAll(old);
        String machine = deploy(name, after, definition, young, substitutions);
        Map<String, String> started = new LinkedHashMap<>();
        for (Map.Entry<String, String> request : requests().entrySet()) {
            String output = request.getKey().equals("prefix") ? "prefix/" : request.getKey();
            String input = ("{'featureGroupName':'customers','output':'s3://" + EXPORTS + "/" + name + "/" + output + "',"
                            + request.getValue() + "}")
                    .replace('\'', '"');
            started.put(
                    request.getKey(),
                    sfn.startExecution(r -> r.stateMachineArn(machine)
                                    .name(name + "-" + request.getKey().replaceAll("\\W", "-"))
                                    .input(input))
                            .executionArn());
        }
        Map<String, String> ends = new LinkedHashMap<>();
        for (Map.Entry<String, String> execution : started.entrySet()) {
            ends.put(execution.getKey(), end(name, execution.getKey(), execution.getValue()));
        }
        return ends;
    }

    private String deploy(
            String name, Version functions, Version definition, Set<String> names, Map<String, String> substitutions)
            throws IOException {
        ArrayNode list = JSON.createArrayNode();
        JSON.readTree(functions.text("functions.json")).forEach(function -> {
            if (names.contains(function.path("name").asText())) {
                list.add(function);
            }
        });
        return aws.deploy(new Deployment(
                name,
                definition.text("statemachine/export.asl.json"),
                list.toString(),
                substitutions,
                Optional.empty(),
                functions.loader()));
    }

    private static Map<String, String> requests() {
        String order = "'orderBy':['customer_id','event_time'],'records':'all','includeDeleted':true,'chunkSize':" + ROWS / 3;
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("data.json", order + ",'report':true,'maxCostUsd':5,'expect':{'minRecords':1}");
        requests.put("data.csv.gz", order);
        requests.put("copy.csv", "'compression':'none'," + order);
        requests.put("data.parquet", order + ",'columnMapping':{'comment':'remark'}");
        requests.put("prefix", "'format':'json','compression':'none'," + order);
        requests.put("online.json", "'onlineCompatible':true,'compression':'none',"
                + "'columns':['customer_id','event_time','age'],'orderBy':['customer_id'],'chunkSize':200");
        requests.put("unfit.json", "'onlineCompatible':true,'columns':['customer_id','event_time','segment AS age']");
        requests.put("refused.json", "'where':'nobodys_column = 1'");
        return requests;
    }

    /// Returns the status with the code, or with the digest of the outputs, without those that hold times or
    /// names of the execution, and says if work files are left.
    private String end(String mixture, String request, String arn) throws Exception {
        DescribeExecutionResponse execution = sfn.describeExecution(r -> r.executionArn(arn));
        while (execution.status() == ExecutionStatus.RUNNING) {
            Thread.sleep(50);
            execution = sfn.describeExecution(r -> r.executionArn(arn));
        }
        String left = keys(WORK, "work/" + execution.name() + "/").isEmpty() ? "" : ", work files are left";
        if (execution.status() != ExecutionStatus.SUCCEEDED) {
            return execution.statusAsString() + " " + execution.error()
                    + (execution.error().equals("Internal") ? ": " + execution.cause() : "") + left;
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int files = 0;
        JsonNode output = JSON.readTree(execution.output()).path("output");
        for (String key : keys(EXPORTS, mixture + "/" + request)) {
            digest.update(Files.readAllBytes(aws.buckets().file(EXPORTS, key).orElseThrow()));
            files++;
        }
        return "SUCCEEDED " + output.path("records") + " records, " + files + " files "
                + HexFormat.of().formatHex(digest.digest()).substring(0, 16) + left;
    }

    private List<String> keys(String bucket, String prefix) throws IOException {
        try (Stream<Buckets.Entry> entries = aws.buckets().list(bucket, prefix)) {
            return entries.map(Buckets.Entry::key).sorted().toList();
        }
    }
}
