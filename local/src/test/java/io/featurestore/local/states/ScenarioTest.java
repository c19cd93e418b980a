package io.featurestore.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the scenarios beside this class: {@code {"definition", "input", "functions": {name: [answers]},
/// "objects": {key: content}, "expected": {"status", "output", "error", "cause", "events", "slept", "calls"}}}.
/// Of what is expected, `status` must be there.
class ScenarioTest {
    @TempDir
    Path folder;

    static Stream<Path> scenarios() throws IOException, URISyntaxException {
        Path here =
                Path.of(ScenarioTest.class.getResource("retry.json").toURI()).getParent();
        return Files.list(here)
                .filter(file -> file.toString().endsWith(".json"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void runsAsTheScenarioTells(Path file) throws Exception {
        JsonNode scenario = Json.parseDefinition(Files.readString(file));
        try (TestMachine machine = new TestMachine(folder)) {
            for (Map.Entry<String, JsonNode> object : scenario.path("objects").properties()) {
                machine.put(object.getKey(), object.getValue());
            }
            scenario.path("functions").properties().forEach(f -> machine.functions.script(f.getKey(), f.getValue()));
            machine.deploy(Json.text(scenario.required("definition")));

            JsonNode ended = machine.run(scenario.path("input"));

            check(scenario.required("expected"), ended, machine);
        }
    }

    private static void check(JsonNode expected, JsonNode ended, TestMachine machine) throws IOException {
        assertThat(ended.path("status").asText())
                .as("%s", ended)
                .isEqualTo(expected.required("status").asText());
        if (expected.has("output")) {
            assertThat(Json.parse(ended.path("output").asText())).isEqualTo(expected.path("output"));
        }
        if (expected.has("error")) {
            assertThat(ended.path("error").asText())
                    .as("%s", ended)
                    .isEqualTo(expected.path("error").asText());
        }
        if (expected.has("cause")) {
            assertThat(ended.path("cause").asText())
                    .contains(expected.path("cause").asText());
        }
        if (expected.has("events")) {
            assertThat(machine.eventTypes(ended.path("executionArn").asText()))
                    .containsExactlyElementsOf(texts(expected.path("events")));
        }
        if (expected.has("slept")) {
            assertThat(machine.slept.stream()
                            .map(Duration::toSeconds)
                            .map(String::valueOf)
                            .toList())
                    .isEqualTo(texts(expected.path("slept")));
        }
        expected.path("calls").properties().forEach(call -> assertThat(machine.functions.calls(call.getKey()))
                .containsExactlyElementsOf(call.getValue()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
