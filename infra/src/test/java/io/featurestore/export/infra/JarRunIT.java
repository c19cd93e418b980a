package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.sample.SampleFeatureGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// Runs the synthesized state machine with the deployed jar on the embedded services, and checks the calls of its
/// functions.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JarRunIT {
    /// A total order, so that any two runs give the same records in the same order.
    private static final String ORDER = "'orderBy':['customer_id','event_time','age','lifetime_value','is_active',"
            + "'segment','comment','email'],";
    /// The output of the Iceberg group. Its limit of the cost refuses the export if the metadata cannot be read.
    private static final String LAKE = "lake.csv.gz";

    private static final Map<String, String> EXPORTS = byOutput(
            "copied.csv",
            ORDER + "'compression':'none'",
            "zipped.csv.gz",
            ORDER + "'columns':['customer_id','event_time'],'chunkSize':9000",
            "large.json",
            ORDER + "'compression':'none','chunkSize':30000",
            "typed.parquet",
            ORDER + "'limit':5000,'maxCostUsd':1",
            "snappy.parquet",
            ORDER + "'limit':500,'compression':'snappy'",
            "gzip.parquet",
            ORDER + "'limit':500,'compression':'gzip'",
            "some.csv.bz2",
            ORDER + "'limit':500",
            "some.csv.zst",
            ORDER + "'limit':500",
            LAKE,
            ORDER + "'maxCostUsd':1,'eventTimeRange':{'from':'2023-01-01'}",
            "online.json.gz",
            ORDER + "'onlineCompatible':true",
            "parts/",
            ORDER + "'format':'json','compression':'none','chunkSize':20000,'overwrite':true");
    private static final Map<String, String> MORE = byOutput(
            "copied.csv", "'compression':'none'",
            "parts/", "'format':'json','compression':'none','overwrite':true",
            "planned.csv", "'dryRun':true",
            "wrong.csv", "'columns':['CAST(segment AS BIGINT) AS n']");

    private LocalDeployment stack;
    private final Map<String, DescribeExecutionResponse> ended = new LinkedHashMap<>();

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        stack = new LocalDeployment(folder, SynthesizedApp.standard());
        stack.aws().createSampleGroup(40_000);
        stack.aws().createSampleGroup(SampleFeatureGroup.Format.ICEBERG, 5_000);
        stack.deploy(new FunctionLoader(Stream.of(SynthesizedApp.JAR)));
        runAll("jar", EXPORTS);
        runAll("jar-again", MORE, "jar");
        String stopped = stack.start("stopped", request("stopped.json", "jar", ""));
        Thread.sleep(700);
        stack.sfn().stopExecution(r -> r.executionArn(stopped));
        ended.put("stopped", stack.await(stopped));
        awaitCleanUp();
        stack.deploy(FunctionLoader.together(sourceTree()));
        runAll("tree", EXPORTS);
    }

    @AfterAll
    void close() {
        stack.close();
    }

    /// Returns the options of exports by their outputs, in order.
    private static Map<String, String> byOutput(String... outputsAndOptions) {
        Map<String, String> exports = new TreeMap<>();
        for (int i = 0; i < outputsAndOptions.length; i += 2) {
            exports.put(outputsAndOptions[i], outputsAndOptions[i + 1]);
        }
        return exports;
    }

    private void runAll(String run, Map<String, String> exports) throws InterruptedException {
        runAll(run, exports, run);
    }

    private void runAll(String run, Map<String, String> exports, String prefix) throws InterruptedException {
        Map<String, String> started = new LinkedHashMap<>();
        exports.forEach((output, options) -> started.put(
                run + "/" + output,
                stack.start(run + "-" + output.replaceAll("\\W", "-"), request(output, prefix, options))));
        for (Map.Entry<String, String> execution : started.entrySet()) {
            ended.put(execution.getKey(), stack.await(execution.getValue()));
        }
    }

    private static String request(String output, String prefix, String options) {
        String group = SampleFeatureGroup.Format.valueOf(output.equals(LAKE) ? "ICEBERG" : "GLUE")
                .group();
        return "{'featureGroupName':'" + group + "','output':'s3://" + DeployedTemplate.EXPORTS + "/" + prefix + "/"
                + output + "'" + (options.isEmpty() ? "" : "," + options) + "}";
    }

    /// Returns the jars of the command, without Lambda's interface.
    private static Stream<Path> sourceTree() throws IOException {
        try (Stream<Path> jars = Files.list(SynthesizedApp.ROOT.resolve("cli/target/fs"))) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).toList().stream();
        }
    }

    private void awaitCleanUp() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (var left = stack.aws().buckets().list(DeployedTemplate.WORK, "work/stopped/")) {
                if (left.findAny().isEmpty()) {
                    return;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("work/stopped/ is still there");
    }

    @Test
    void givesTheSameOutputsAsTheSourceTree() {
        for (String output : EXPORTS.keySet()) {
            assertThat(ended.get("jar/" + output).statusAsString())
                    .as(ended.get("jar/" + output).cause())
                    .isEqualTo("SUCCEEDED");
            assertThat(ended.get("tree/" + output).statusAsString())
                    .as(ended.get("tree/" + output).cause())
                    .isEqualTo("SUCCEEDED");
            if (!output.endsWith("/")) {
                assertThat(stack.export("jar/" + output))
                        .as(output)
                        .isNotEmptyFile()
                        .hasSameBinaryContentAs(stack.export("tree/" + output));
            }
        }
    }

    @Test
    void endsAsTheContractSays() {
        assertThat(ended.get("jar-again/copied.csv").error()).isEqualTo("OutputExists");
        assertThat(ended.get("jar-again/parts/").statusAsString()).isEqualTo("SUCCEEDED");
        assertThat(ended.get("jar-again/planned.csv").output()).contains("PLANNED");
        assertThat(ended.get("jar-again/wrong.csv").statusAsString()).isEqualTo("FAILED");
        assertThat(ended.get("stopped").statusAsString()).isEqualTo("ABORTED");
    }

    @Test
    void everyCallIsAllowedByTheFunctionsRole() {
        DeployedTemplate deployed =
                new DeployedTemplate(SynthesizedApp.standard().export());
        Set<String> missing = new TreeSet<>();
        for (CallRecorder.Call call : CallRecorder.calls()) {
            List<DeployedTemplate.Allowed> allowed =
                    deployed.allowed(deployed.functions().get(call.function()).path("Role"));
            for (DeployedTemplate.Allowed needed : RequiredActions.by(call)) {
                if (allowed.stream().noneMatch(a -> a.covers(needed.action(), needed.resource()))) {
                    missing.add(call.function() + " " + needed);
                }
            }
        }
        assertThat(CallRecorder.calls()).hasSizeGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPermissionIsUsedOrNeededInAFaultThatIsNamed() {
        DeployedTemplate deployed =
                new DeployedTemplate(SynthesizedApp.standard().export());
        Set<String> used = new TreeSet<>();
        CallRecorder.calls().forEach(call -> RequiredActions.by(call)
                .forEach(needed -> used.add(call.function() + " " + needed.action())));
        Set<String> unused = new TreeSet<>();
        deployed.functions().forEach((name, function) -> deployed.allowed(function.path("Role"))
                .forEach(allowed -> {
                    String permission = name + " " + allowed.action();
                    if (!used.contains(permission)
                            && !RequiredActions.WITHOUT_A_CALL.contains(allowed.action())
                            && !(name.equals("StartQuery") && RequiredActions.BY_ATHENA.contains(allowed.action()))) {
                        unused.add(permission);
                    }
                }));
        assertThat(unused).isSubsetOf(RequiredActions.IN_A_FAULT);
    }
}
