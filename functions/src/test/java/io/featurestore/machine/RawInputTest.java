package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;

/// Sends inputs that no JSON library would write. `raw-input.json` holds the text (`{x*70}` is 70 times x) and
/// the code that it must end with before Athena is called. `InvalidExecutionInput` is the refusal of the service
/// itself.
class RawInputTest {
    private static final java.util.regex.Pattern REPEATED = java.util.regex.Pattern.compile("\\{(.{1,6}?)\\*(\\d+)}");
    private static final Map<String, String> RUNNING = new LinkedHashMap<>();

    private static ExportStack stack;

    static Stream<JsonNode> cases() throws IOException {
        return Json.MAPPER.readTree(ExportStack.text("machine/raw-input.json")).valueStream();
    }

    @BeforeAll
    static void startAll(@TempDir Path folder) throws IOException {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(50);
        List<JsonNode> all = cases().toList();
        for (JsonNode each : all) {
            String name = name(each);
            try {
                RUNNING.put(name, stack.start(name, filled(each.path("input").asText())));
            } catch (InvalidExecutionInputException e) {
                RUNNING.put(name, "InvalidExecutionInput");
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsWithACodeBeforeAnythingIsPaidFor(JsonNode each) {
        String name = name(each);
        String arn = RUNNING.get(name);
        if (arn.equals("InvalidExecutionInput")) {
            assertThat(arn).isEqualTo(each.path("code").asText());
            return;
        }
        ExportStack.Run run = stack.await(name, arn);
        assertThat(run.error()).as("%s", run).isEqualTo(each.path("code").asText());
        assertThat(run.cause()).contains(each.path("cause").asText()).doesNotContainPattern("\\p{Cntrl}");
        assertThat(stack.sfn().getExecutionHistoryPaginator(r -> r.executionArn(arn)).events().stream()
                        .filter(e -> e.stateEnteredEventDetails() != null
                                && e.stateEnteredEventDetails().name().equals("StartQuery")))
                .isEmpty();
    }

    @Test
    void leavesNothing() {
        RUNNING.forEach((name, arn) -> {
            if (arn.startsWith("arn:")) {
                stack.await(name, arn);
            }
        });
        assertThat(stack.keys(ExportStack.EXPORTS, "")).isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "")).isEmpty();
    }

    private static String name(JsonNode each) {
        return each.path("name").asText().replaceAll("[^a-zA-Z0-9]+", "-");
    }

    private static String filled(String text) {
        return REPEATED.matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }
}
