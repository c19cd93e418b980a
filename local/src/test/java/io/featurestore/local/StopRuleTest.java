package io.featurestore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.featurestore.local.Deployment.StopRule;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks the input transformer of a stop rule against the examples of
/// docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html.
class StopRuleTest {
    private static final EventPattern ALL = EventPattern.of("{}");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EVENT = "{\"id\":\"7\",\"detail\":{\"status\":\"ABORTED\",\"n\":2,\"$1\":\"a\\\\b\"}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"status": <status>}                       | {"status":"ABORTED"}
            {"n": <n>, "status": <status>}             | {"n":2,"status":"ABORTED"}
            {"gone": <gone>}                           | {"gone":""}
            {"event": <aws.events.event.json>}         | {"event":{"id":"7","detail":{"status":"ABORTED","n":2,"$1":"a\\\\b"}}}
            {"plain": "text"}                          | {"plain":"text"}
            """)
    void fillsInTheTemplate(String template, String input) throws Exception {
        StopRule rule = new StopRule(
                ALL,
                "CleanUp",
                Map.of("status", "$.detail.status", "n", "$.detail.n", "gone", "$.detail.gone"),
                template);
        JsonNode event = MAPPER.readTree(EVENT);
        assertThat(MAPPER.readTree(new String(rule.input(event), StandardCharsets.UTF_8)))
                .isEqualTo(MAPPER.readTree(input));
    }

    @Test
    void refusesAVariableThatIsNotDefined() throws Exception {
        StopRule rule = new StopRule(ALL, "CleanUp", Map.of(), "{\"a\": <other>}");
        JsonNode event = MAPPER.readTree(EVENT);
        assertThatThrownBy(() -> rule.input(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<other>");
    }

    @Test
    void refusesAPathThatDoesNotStartAtTheEvent() {
        assertThatThrownBy(() -> new StopRule(ALL, "CleanUp", Map.of("a", "detail.status"), "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("detail.status");
    }
}
