package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Compares every option's effect on the records, through the whole machine, with DuckDB's reading of the store.
class OptionsTest {
    private static final int ROWS = 2_000;

    private static ExportStack stack;
    private static OfflineTruth truth;
    private static List<OptionCase> cases;
    private static final Map<String, String> STARTED = new HashMap<>();

    @BeforeAll
    static void startAll(@TempDir Path folder) throws Exception {
        cases = OptionCase.all();
        stack = ExportStack.start(folder);
        truth = new OfflineTruth(stack);
        Scenery.build(stack, truth, ROWS);
        for (OptionCase c : cases) {
            STARTED.put(c.name(), stack.start(c.name(), c.request().toString()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        truth.close();
        stack.close();
    }

    @TestFactory
    Stream<DynamicTest> exportsWhatTheStoreHolds() {
        return cases.stream()
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    ExportStack.Run run = stack.await(c.name(), STARTED.get(c.name()));
                    JsonNode result = run.succeeded();
                    long started =
                            Instant.parse(result.path("startedAt").asText()).toEpochMilli();
                    String expected = c.expected().replace("${startedMillis}", Long.toString(started));
                    Map<String, String> types = truth.columns(expected);
                    Path output = stack.file(run.uri());

                    String read = OfflineTruth.read(List.of(output), c.format(), types, c.text());
                    assertThat(truth.difference(expected, read, c.ordered())).isEmpty();
                    assertThat(result.path("output").path("records").asText())
                            .isEqualTo(truth.value("SELECT count(*) FROM expected"));
                    if (c.format() == Format.JSON) {
                        JsonShape.check(output, types, c.text());
                    }
                }));
    }

    /// Checks that each case differs from an export without its options. Otherwise the case would pass even if
    /// the options had no effect. Reading the output checks the format.
    @TestFactory
    Stream<DynamicTest> wouldFailIfTheOptionDidNothing() {
        return cases.stream()
                .filter(c -> Collections.disjoint(c.options(), List.of("format", "output")))
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> assertThat(truth.difference(
                                c.expected().replace("${startedMillis}", "0"),
                                c.without().orElse("FROM customers"),
                                c.ordered()))
                        .as("difference from what comes out without %s", c.options())
                        .isPresent()));
    }

    @Test
    void coversEveryOption() throws Exception {
        Set<String> covered = new TreeSet<>();
        cases.forEach(c -> covered.addAll(c.options()));
        for (Class<?> test :
                List.of(OutputOptionsTest.class, QueryOptionsTest.class, ReportTest.class, ExpectationsTest.class)) {
            Arrays.stream(test.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Option.class))
                    .forEach(method -> covered.addAll(
                            List.of(method.getAnnotation(Option.class).value())));
        }
        List<String> options = new ArrayList<>();
        Json.MAPPER
                .readTree(ExportStack.text("export/events/export-request.schema.json"))
                .path("properties")
                .fieldNames()
                .forEachRemaining(options::add);
        assertThat(covered).containsExactlyInAnyOrderElementsOf(options);
    }
}
