package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.StateEnteredEventDetails;

/// Runs wrong requests through the whole machine. Each must end with the right code and a cause that a person can
/// act on, and leave nothing behind. `bad-input.json` holds the cases: `request` (an output is added if it names
/// none) or `input` (used unchanged), the `code`, parts of the `cause`, and `query` if Athena is called before
/// the mistake shows.
class BadInputTest {
    private static final String BUCKET = ExportStack.EXPORTS;
    private static final byte[] KEPT = "kept".getBytes(StandardCharsets.UTF_8);
    private static final List<String> THERE = List.of("there/data.json", "there/prefix/part-00000.json");
    private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}");
    private static final Map<String, String> EXECUTIONS = new LinkedHashMap<>();
    private static final List<JsonNode> CASES = new ArrayList<>();

    private static ExportStack stack;

    @BeforeAll
    static void startAll(@TempDir Path folder) throws IOException {
        BadInputTestGroups.write(folder, 200);
        stack = ExportStack.start(folder);
        for (String key : THERE) {
            stack.aws().put(BUCKET, key, KEPT);
        }
        Json.MAPPER.readTree(ExportStack.text("machine/bad-input.json")).forEach(CASES::add);
        for (JsonNode bad : CASES) {
            String name = executionName(bad);
            EXECUTIONS.put(name, stack.start(name, input(bad).toString()));
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return CASES.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.path("name").asText(), () -> refused(bad)));
    }

    @Test
    void everyCaseHasAnOwnName() {
        assertThat(EXECUTIONS).hasSameSizeAs(CASES);
    }

    private static void refused(JsonNode bad) throws IOException {
        String name = executionName(bad);
        String arn = EXECUTIONS.get(name);
        ExportStack.Run run = stack.await(name, arn);

        assertThat(run.status()).as("%s", run).isEqualTo("FAILED");
        assertThat(run.error()).as("%s", run.cause()).isEqualTo(bad.path("code").asText());
        assertThat(ErrorCode.valueOf(run.error())).isNotEqualTo(ErrorCode.Internal);
        assertThat(run.cause()).contains(texts(bad.path("cause")));
        assertReadable(run.cause());
        assertThat(stack.keys(ExportStack.WORK, "work/" + name + "/"))
                .as("the work prefix")
                .isEmpty();
        assertNothingPublished(input(bad));
        List<HistoryEvent> history =
                stack.sfn().getExecutionHistoryPaginator(r -> r.executionArn(arn)).events().stream()
                        .toList();
        assertThat(count(history, HistoryEventType.TASK_SCHEDULED))
                .as("tries, each step's first one only")
                .isEqualTo(count(history, HistoryEventType.TASK_STATE_ENTERED));
        Set<String> states = states(history);
        assertThat(states.contains("StartQuery"))
                .as("asks Athena: %s", states)
                .isEqualTo(bad.path("query").asBoolean());
        assertThat(states).contains("CleanUp", "Failed").doesNotContain("Done");
    }

    /// Checks that the cause has whole sentences and no internals of the program, because a person reads it.
    private static void assertReadable(String cause) {
        assertThat(cause)
                .matches(".*[.?]")
                .hasSizeBetween(20, 1500)
                .doesNotContainPattern("[.;,:] ?[.;,:](\\s|$)|\\s[.;,:](\\s|$)|\\s\\s")
                .doesNotContain("Optional", "Exception", "io.featurestore", "java.", "software.amazon", "{%");
    }

    /// Checks that the objects of the export bucket are unchanged.
    private static void assertNothingPublished(JsonNode input) throws IOException {
        String place = "s3://" + BUCKET + "/";
        String output = input.path("output").asText("");
        if (output.startsWith(place + "bad/")) {
            assertThat(stack.keys(BUCKET, output.substring(place.length())))
                    .as("the output")
                    .isEmpty();
        }
        for (String key : THERE) {
            assertThat(stack.file(new S3Uri(BUCKET, key))).hasBinaryContent(KEPT);
        }
    }

    @Test
    void leavesNothingInAnyBucket() {
        EXECUTIONS.forEach(stack::await);

        assertThat(stack.keys(BUCKET, "")).containsExactlyInAnyOrderElementsOf(THERE);
        assertThat(stack.keys(ExportStack.WORK, "")).isEmpty();
    }

    private static JsonNode input(JsonNode bad) {
        if (bad.has("input")) {
            return bad.get("input");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("featureGroupName", "customers");
        request.put("output", "s3://" + BUCKET + "/bad/" + executionName(bad) + ".json");
        bad.path("request").properties().forEach(field -> request.set(field.getKey(), filled(field.getValue())));
        return request;
    }

    /// Replaces the bucket's name, and <code>{x*70}</code> by 70 times x.
    private static JsonNode filled(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        String text = value.asText().replace("{bucket}", BUCKET);
        return JsonNodeFactory.instance.textNode(
                REPEATED.matcher(text).replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    private static String executionName(JsonNode bad) {
        return bad.path("name").asText().replaceAll("[^a-zA-Z0-9]+", "-");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText().replace("{bucket}", BUCKET)));
        return texts;
    }

    private static long count(List<HistoryEvent> history, HistoryEventType type) {
        return history.stream().filter(event -> event.type() == type).count();
    }

    private static Set<String> states(List<HistoryEvent> history) {
        return history.stream()
                .map(HistoryEvent::stateEnteredEventDetails)
                .filter(Objects::nonNull)
                .map(StateEnteredEventDetails::name)
                .collect(Collectors.toSet());
    }
}
