package io.featurestore.local.states.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads the definitions in `faults`: each `{"definition", "faults": [how each line of the refusal begins]}`.
class DefinitionTest {
    static Stream<Path> faulty() throws IOException, URISyntaxException {
        return Files.list(Path.of(DefinitionTest.class.getResource("faults").toURI()))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void namesEveryFaultWithItsPlace(Path file) throws IOException {
        JsonNode data = Json.parse(Files.readString(file));
        assertThatThrownBy(() -> Definition.read(Json.text(data.required("definition"))))
                .isInstanceOfSatisfying(IllegalArgumentException.class, refused -> {
                    List<String> lines = refused.getMessage()
                            .lines()
                            .filter(line -> line.startsWith("/"))
                            .toList();
                    assertThat(lines).hasSameSizeAs(data.required("faults"));
                    data.required("faults")
                            .forEach(fault -> assertThat(lines).anyMatch(line -> line.startsWith(fault.asText())));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"StartAt\":\"A\",\"StartAt\":\"A\"}", "[]"})
    void refusesWhatIsNoDefinition(String text) {
        assertThatThrownBy(() -> Definition.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("/: ");
    }

    @Test
    void readsATimeout() {
        Definition definition = Definition.read("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "TimeoutSeconds": 7, "States": {"A": {"Type": "Succeed"}}}
                """);

        assertThat(definition.timeoutSeconds()).contains(7);
    }
}
