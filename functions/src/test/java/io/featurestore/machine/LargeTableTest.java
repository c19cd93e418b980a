package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.GlueTableStorage;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.Export;
import io.featurestore.export.ExportResolver;
import io.featurestore.export.RequestReader;
import io.featurestore.functions.EstimateExportHandler;
import io.featurestore.steps.Json;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.store.objects.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Estimates a table with more files than the limit of footers. `-Destimate.files=10000` makes it larger, and
/// prints the duration of the function.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeTableTest {
    private static final int FILES = Integer.getInteger("estimate.files", 2_400);
    private static final int ROWS = 200;
    /// The limit of footers that are read.
    private static final int FOOTERS = 2_000;
    private static final int LOOK_EVERY = 400;
    private static final long MEGABYTE = 1 << 20;
    private static final long MOST_MEMORY = 24 * MEGABYTE;

    private ExportStack stack;
    private EstimateTables tables;
    private Export export;

    @BeforeAll
    void make(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder.resolve("aws"));
        tables = new EstimateTables(stack);
        tables.make("large", Map.of("v", "double"), "round(random() * 1000, 2) AS v", ROWS, 1, "false");
        tables.copy("large", FILES - 1);
        export = new RequestReader()
                .read(
                        ExportStack.request("""
                                                              {"featureGroupName": "large", "includeDeleted": true,
                                                               "columns": ["id", "v"], "dryRun": true}
                                                              """),
                        new RequestReader.Started(
                                "arn:aws:states:us-east-1:000000000000:execution:feature-store-export:large",
                                "large",
                                Instant.EPOCH),
                        new RequestReader.Defaults(ExportStack.EXPORTS, ExportStack.WORK, "feature-store-export"));
    }

    @AfterAll
    void close() {
        tables.close();
        stack.close();
    }

    @Test
    void readsAFooterWithOneRequestAndKeepsNone() {
        Map<String, LongAdder> calls = new ConcurrentHashMap<>();
        LongAccumulator most = new LongAccumulator(Math::max, 0);
        AwsClients clients = new AwsClients();
        long before = used();
        Estimate estimate = new Estimator(
                        watched(new S3ObjectStore(clients), calls, most), new GlueTableStorage(clients))
                .estimate(
                        new ExportResolver(new SageMakerFeatureGroups(clients), new GlueCatalog(clients))
                                .resolve(export),
                        false);
        System.out.printf(
                Locale.ROOT,
                "ESTIMATE of %d files: %d MB more memory at most%n",
                FILES,
                (most.get() - before) / MEGABYTE);
        assertThat(estimate.records()).isEqualTo((long) FILES * ROWS);
        assertThat(estimate.files().read()).isEqualTo(FOOTERS);
        assertThat(calls.keySet()).containsExactlyInAnyOrder("list", "open");
        assertThat(calls.get("list").sum()).isEqualTo(1);
        assertThat(calls.get("open").sum()).isEqualTo(FOOTERS);
        assertThat(most.get() - before).isLessThan(MOST_MEMORY);
    }

    @Test
    void answersADryRun() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long cpu = cpuMillis();
        long start = System.nanoTime();
        new EstimateExportHandler()
                .handleRequest(
                        new ByteArrayInputStream(Json.MAPPER.writeValueAsBytes(Map.of("export", export))), out, null);
        System.out.printf(
                Locale.ROOT,
                "ESTIMATE of %d files: %d ms, %d ms of CPU with the services%n",
                FILES,
                (System.nanoTime() - start) / 1_000_000,
                cpuMillis() - cpu);
        JsonNode estimate = Json.MAPPER.readTree(out.toByteArray()).at("/plan/estimate");
        assertThat(estimate.at("/files/count").asInt()).isEqualTo(FILES);
        assertThat(estimate.path("records").asLong()).isEqualTo((long) FILES * ROWS);
    }

    private static long cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000_000;
    }

    /// Counts calls, and samples the used memory.
    private static ObjectStore watched(ObjectStore store, Map<String, LongAdder> calls, LongAccumulator most) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    LongAdder count = calls.computeIfAbsent(method.getName(), _ -> new LongAdder());
                    count.increment();
                    if (count.sum() % LOOK_EVERY == 0) {
                        most.accumulate(used());
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
