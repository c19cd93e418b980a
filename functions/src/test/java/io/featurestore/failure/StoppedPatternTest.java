package io.featurestore.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoppedPatternTest {
    /// An execution that ends with a code has been cleaned up by the state machine itself.
    @Test
    void everyFailureWithoutACodeIsCleanedUp() throws IOException {
        try (InputStream in = StoppedPatternTest.class.getResourceAsStream(
                "/io/featurestore/export/statemachine/stopped-pattern.json")) {
            JsonNode failed = Json.MAPPER.readTree(in).at("/detail/$or/1");

            assertThat(failed.at("/status/0").asText()).isEqualTo("FAILED");
            assertThat(failed.at("/error/0/anything-but"))
                    .extracting(JsonNode::asText)
                    .containsExactlyElementsOf(
                            Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
        }
    }
}
