package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.export.infra.LambdaEnvironment.Setting;
import io.featurestore.export.infra.LambdaEnvironment.Start;
import io.featurestore.export.infra.LambdaEnvironment.StartMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// Runs whole exports with every function in its own JVM, with Lambda's runtime interface client. With
/// `-Dcold.start.rounds=5` it measures the starts and writes them to `target/cold-starts.md`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColdStartIT {
    private static final String ROUNDS = "cold.start.rounds";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private LocalDeployment stack;
    private Path task;
    private int exports;

    @BeforeAll
    void unpack(@TempDir Path folder) throws Exception {
        task = folder.resolve("task");
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(SynthesizedApp.JAR))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = task.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        stack = new LocalDeployment(folder.resolve("store"), SynthesizedApp.standard());
        stack.aws().createSampleGroup(2_000);
        stack.deploy(FunctionStarts.list(), ColdStartIT.class.getClassLoader());
        assertThat(export(StartMode.SNAPSHOT)).hasSize(10);
    }

    @AfterAll
    void close() {
        stack.close();
    }

    /// Runs two exports that together call each function.
    private Map<String, Start> export(StartMode way) throws InterruptedException {
        try (FunctionStarts functions = new FunctionStarts(new Setting(
                task,
                way,
                Map.of(
                        "AWS_ENDPOINT_URL",
                        stack.aws().endpoint().toString(),
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ACCESS_KEY_ID",
                        "local",
                        "AWS_SECRET_ACCESS_KEY",
                        "local")))) {
            for (String options : List.of("", ",'onlineCompatible':true,'maxCostUsd':1")) {
                exports++;
                DescribeExecutionResponse ended = stack.await(stack.start(
                        "cold-" + exports,
                        "{'featureGroupName':'customers','output':'s3://" + DeployedTemplate.EXPORTS + "/" + exports
                                + ".json'" + options + "}"));
                assertThat(ended.statusAsString()).as(ended.cause()).isEqualTo("SUCCEEDED");
            }
            return functions.starts();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           ValidateRequest,      'io.trino., org.apache.parquet., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient, software.amazon.awssdk.services.athena.DefaultAthenaClient, software.amazon.awssdk.services.s3.DefaultS3Client'
                           ResolveTable,         'org.apache.parquet., org.apache.iceberg., software.amazon.awssdk.services.s3.DefaultS3AsyncClient'
                           EstimateExport,       'com.networknt., software.amazon.awssdk.services.s3.DefaultS3AsyncClient'
                           StartQuery,           'io.trino., org.apache.parquet., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient'
                           PollQuery,            'io.trino., org.apache.parquet., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient, software.amazon.awssdk.services.s3.DefaultS3Client'
                           PlanChunks,           'io.trino., org.apache.parquet., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient'
                           ConvertChunk,         'io.trino., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient, software.amazon.awssdk.services.athena.DefaultAthenaClient'
                           TransformOnlineChunk, 'io.trino., org.apache.parquet., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient, software.amazon.awssdk.services.athena.DefaultAthenaClient'
                           FinalizeExport,       'io.trino., org.apache.parquet., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient, software.amazon.awssdk.services.athena.DefaultAthenaClient'
                           CleanUp,              'io.trino., org.apache.parquet., com.networknt., software.amazon.awssdk.services.sagemaker.DefaultSageMakerClient, software.amazon.awssdk.services.glue.DefaultGlueClient'
                           """)
    void loadsNothingHeavyThatItDoesNotNeed(String function, String packages) throws IOException {
        List<String> loaded = classes(function);
        assertThat(loaded).contains("io.featurestore.functions." + function + "Handler");
        for (String heavy : packages.split(", *")) {
            assertThat(loaded).noneMatch(name -> name.startsWith(heavy));
        }
    }

    private List<String> classes(String function) throws IOException {
        try (Stream<String> lines = Files.lines(task.resolveSibling(function + ".classes"))) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*])+ *", "").split(" ", 2)[0])
                    .toList();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = ROUNDS, matches = "\\d+")
    void measuresTheStarts() throws Exception {
        Map<String, List<Start>> cold = new TreeMap<>();
        Map<String, List<Start>> archived = new TreeMap<>();
        Map<String, List<Start>> restored = new TreeMap<>();
        export(StartMode.MAKES_ARCHIVE);
        for (int i = 0; i < Integer.getInteger(ROUNDS); i++) {
            add(export(StartMode.COLD), cold);
            add(export(StartMode.WITH_ARCHIVE), archived);
            add(export(StartMode.SNAPSHOT), restored);
        }
        StringBuilder table = new StringBuilder("""
                | function | JVM start to first answer | with a class archive | with a snapshot: before it | first answer after it |
                |---|---|---|---|---|
                """);
        cold.forEach((name, starts) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d |%n",
                name,
                median(starts, Start::whole),
                median(archived.get(name), Start::whole),
                median(restored.get(name), Start::ready),
                median(restored.get(name), Start::firstAnswer))));
        Files.writeString(Path.of(System.getProperty("cdk.out")).resolveSibling("cold-starts.md"), table);
    }

    private static void add(Map<String, Start> starts, Map<String, List<Start>> sums) {
        starts.forEach((name, start) ->
                sums.computeIfAbsent(name, _ -> new ArrayList<>()).add(start));
    }

    /// Returns the median in milliseconds.
    private static long median(List<Start> starts, ToLongFunction<Start> nanos) {
        long[] sorted = starts.stream().mapToLong(nanos).sorted().toArray();
        return sorted[sorted.length / 2] / NANOS_PER_MILLI;
    }
}
