package io.featurestore.steps.publish.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    @ParameterizedTest
    @ValueSource(strings = {"ConvertChunk", "TransformOnlineChunk"})
    void anErrorMayPassIfTheConvertersRetryIt(String converter) throws IOException {
        Set<String> retried = new TreeSet<>();
        try (InputStream in =
                LossTest.class.getResourceAsStream("/io/featurestore/export/statemachine/export.asl.json")) {
            JsonNode retry =
                    Json.MAPPER.readTree(in).at("/States/ConvertChunks/ItemProcessor/States/" + converter + "/Retry");
            retry.forEach(policy -> policy.path("ErrorEquals").forEach(error -> retried.add(error.asText())));
        }

        assertThat(retried).containsExactlyInAnyOrderElementsOf(Loss.PASSING);
    }
}
