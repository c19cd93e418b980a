package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.Deployment;
import io.featurestore.machine.FailureTestProxy.Fault;
import io.featurestore.store.objects.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks that the same request over the same table gives the same bytes: once with chunks converted one
/// after the other by services without errors, and once with chunks converted concurrently, some of them
/// twice, by services that often fail.
class SameBytesTest {
    private static final int ROWS = 16_000;
    private static final int CHUNKS = 8;
    /// One more than the tries in one call of a function, so that the state machine has to call it again.
    private static final int LOST_ANSWERS = 5;
    private static final String CONCURRENCY = "\"MaxConcurrency\": \"{% $chunkPlan.maxConcurrency %}\"";

    private static ExportStack stack;
    private static FailureTestProxy proxy;
    private static Map<Output, String> calm;
    private static Map<Output, String> stormy;

    private record Output(String format, String compression, boolean partFiles) {
        String name() {
            return format + "-" + compression + (partFiles ? "-files" : "");
        }

        String place(String machine) {
            return ExportStack.EXPORTS + "/" + machine + "/" + name();
        }

        ObjectNode request(String machine) {
            ObjectNode request = ExportStack.request("{}")
                    .put("featureGroupName", "customers")
                    .put("output", "s3://" + place(machine) + (partFiles ? "/" : ""))
                    .put("format", format)
                    .put("compression", compression)
                    .put("includeDeleted", true)
                    .put("systemColumns", true)
                    .put("chunkSize", ROWS / CHUNKS);
            WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
            return request;
        }
    }

    static Stream<Output> outputs() {
        return Stream.of(
                new Output("csv", "none", false),
                new Output("csv", "gzip", false),
                new Output("csv", "bzip2", true),
                new Output("json", "gzip", false),
                new Output("json", "zstd", true),
                new Output("parquet", "none", false),
                new Output("parquet", "gzip", false),
                new Output("parquet", "zstd", true));
    }

    @BeforeAll
    static void exportTwice(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(ROWS);
        String definition = ExportStack.text("export/statemachine/export.asl.json");
        assertThat(definition).contains(CONCURRENCY);
        calm = run("calm", definition.replace(CONCURRENCY, "\"MaxConcurrency\": 1"));
        proxy = FailureTestProxy.start(stack.aws().endpoint());
        System.setProperty("aws.endpointUrl", proxy.endpoint().toString());
        outputs().forEach(SameBytesTest::disturb);
        stormy = run("stormy", definition);
    }

    private static void disturb(Output output) {
        String work = "work/stormy-" + output.name() + "/";
        proxy.fail("s3:PutObject", work + "parts/00002", LOST_ANSWERS, Fault.LOST);
        proxy.fail("s3:PutObject", work + "parts/00005", 2, Fault.SLOW_DOWN);
        proxy.fail("s3:GetObject", work + "query/", 5, Fault.CUT);
        proxy.fail("s3:GetObject", work + "parts/", 5, Fault.CUT);
        proxy.fail("s3:CopyObject", output.place("stormy"), 1, Fault.LOST);
        proxy.fail("s3:PutObject", output.place("stormy"), 1, Fault.BROKEN);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        stack.close();
    }

    /// Deploys its own machine and functions, runs all exports, and returns the digests of their outputs.
    private static Map<Output, String> run(String machine, String definition) throws Exception {
        String arn = stack.aws()
                .deploy(new Deployment(
                        machine,
                        definition,
                        ExportStack.text("export/functions.json"),
                        ExportStack.SUBSTITUTIONS,
                        Optional.of(ExportStack.STOP_RULE),
                        SameBytesTest.class.getClassLoader()));
        Map<Output, String> started = new LinkedHashMap<>();
        outputs()
                .forEach(output -> started.put(
                        output,
                        stack.sfn()
                                .startExecution(r -> r.stateMachineArn(arn)
                                        .name(machine + "-" + output.name())
                                        .input(output.request(machine).toString()))
                                .executionArn()));
        Map<Output, String> digests = new LinkedHashMap<>();
        for (Map.Entry<Output, String> execution : started.entrySet()) {
            ExportStack.Run ended =
                    stack.await(machine + " " + execution.getKey().name(), execution.getValue());
            assertThat(ended.succeeded().at("/chunks/planned").asInt()).isIn(0, CHUNKS);
            digests.put(execution.getKey(), digest(ended.uri()));
        }
        return digests;
    }

    private static String digest(S3Uri output) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        if (output.isPrefix()) {
            for (String key : stack.keys(output.bucket(), output.key() + "part-")) {
                digest.update(MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(stack.file(new S3Uri(output.bucket(), key)))));
            }
        } else {
            digest.update(Files.readAllBytes(stack.file(output)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void doesNotDependOnFaultsAndConcurrency(Output output) {
        assertThat(stormy.get(output)).isEqualTo(calm.get(output));
    }

    @Test
    void theFaultsWereThere() {
        outputs()
                .filter(output -> !output.equals(new Output("csv", "none", false)))
                .forEach(output -> {
                    String work = "work/stormy-" + output.name() + "/";
                    assertThat(proxy.count("s3:PutObject", work + "parts/00002"))
                            .as("tries, the last by another call")
                            .isEqualTo(LOST_ANSWERS + 1);
                    assertThat(proxy.count("s3:PutObject", work + "parts/00005"))
                            .isEqualTo(3);
                    assertThat(proxy.count("s3:GetObject", work + "query/")).isGreaterThan(CHUNKS + 5);
                });
    }
}
