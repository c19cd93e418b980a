package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Checks that the repeated `Retry` blocks of the state machine are equal. Each state has one of three named
/// policies.
class RetryPolicyTest {
    private static final String INVOKE = "arn:${Partition}:states:::lambda:invoke";

    private final Map<String, JsonNode> states = states();

    /// The named policies, each defined by one state.
    private enum Policy {
        /// A function that contributes to the result.
        FUNCTION("ValidateRequest"),
        /// A function that cleans up; everything is retried more often.
        REMOVAL("CleanUp"),
        /// The map, if its list of chunks or its results could not be read or written.
        MAP("ConvertChunks");

        private final String example;

        Policy(String example) {
            this.example = example;
        }

        static Policy of(String name, JsonNode state) {
            if (state.path("Type").asText().equals("Map")) {
                return MAP;
            }
            return List.of("RemoveWork", "CleanUp").contains(name) ? REMOVAL : FUNCTION;
        }
    }

    @Test
    void statesOfTheSameKindHaveTheSamePolicy() {
        assertThat(states).containsKeys("ValidateRequest", "ConvertChunk", "ConvertChunks", "CleanUp");
        states.forEach((name, state) -> {
            if (state.has("Retry") || isCall(state)) {
                assertThat(state.path("Retry"))
                        .as(name)
                        .isNotEmpty()
                        .isEqualTo(states.get(Policy.of(name, state).example).path("Retry"));
            }
        });
    }

    @Test
    void everyTaskCallsAFunction() {
        assertThat(states)
                .allSatisfy((name, state) ->
                        assertThat(state.path("Type").asText().equals("Task")).isEqualTo(isFunction(state)));
    }

    /// Lambda needs minutes to wake a function that was idle for 14 days, and refuses its calls until then
    /// (docs.aws.amazon.com/lambda/latest/dg/snapstart-troubleshooting.html).
    @Test
    void everyFunctionIsAwaitedForTenMinutesIfItIsWoken() {
        for (Policy policy : List.of(Policy.FUNCTION, Policy.REMOVAL)) {
            JsonNode waking = retry(policy).get(3);
            assertThat(waking.path("ErrorEquals"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            "Lambda.SnapStartNotReadyException",
                            "Lambda.SnapStartTimeoutException",
                            "Lambda.SnapStartException",
                            "Lambda.ResourceNotReadyException");
            assertThat(waking.path("IntervalSeconds").asInt()).isBetween(10, 15);
            assertThat(waking.path("BackoffRate").asInt()).isEqualTo(1);
            assertThat(waking.path("IntervalSeconds").asInt()
                            * waking.path("MaxAttempts").asInt())
                    .isEqualTo(600);
        }
    }

    /// A removal retries the same errors as the other functions, but for about ten minutes: nothing else
    /// removes before the lifecycle rule what an export leaves.
    @Test
    void removalsRetryTheSameErrorsLonger() {
        assertThat(retry(Policy.FUNCTION)).hasSize(4);
        assertThat(retry(Policy.REMOVAL)).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(retry(Policy.REMOVAL).get(i).path("ErrorEquals"))
                    .isEqualTo(retry(Policy.FUNCTION).get(i).path("ErrorEquals"));
        }
        assertThat(retry(Policy.REMOVAL))
                .extracting(retry -> retry.path("MaxAttempts").asInt())
                .containsExactly(20, 20, 6, 50);
        assertThat(retry(Policy.FUNCTION))
                .extracting(retry -> retry.path("MaxAttempts").asInt())
                .containsExactly(8, 4, 1, 50);
        assertThat(longestSeconds(retry(Policy.REMOVAL).get(1))).isBetween(600, 1200);
    }

    /// Returns the sum of all pauses without jitter.
    private static int longestSeconds(JsonNode retry) {
        double pause = retry.path("IntervalSeconds").asInt();
        double sum = 0;
        for (int i = 0; i < retry.path("MaxAttempts").asInt(); i++) {
            sum += Math.min(pause, retry.path("MaxDelaySeconds").asInt());
            pause *= retry.path("BackoffRate").asDouble();
        }
        return (int) sum;
    }

    private List<JsonNode> retry(Policy policy) {
        List<JsonNode> retries = new ArrayList<>();
        states.get(policy.example).path("Retry").forEach(retries::add);
        return retries;
    }

    private static boolean isCall(JsonNode state) {
        return isFunction(state) || state.path("Type").asText().equals("Map");
    }

    private static boolean isFunction(JsonNode state) {
        return state.path("Resource").asText().equals(INVOKE);
    }

    /// Returns all states by name, including those inside of maps and branches.
    private static Map<String, JsonNode> states() {
        try {
            Map<String, JsonNode> found = new TreeMap<>();
            collect(
                    new JsonMapper()
                            .readTree(Path.of("../statemachine/export.asl.json").toFile()),
                    found);
            return found;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode machine, Map<String, JsonNode> found) {
        machine.path("States").properties().forEach(state -> {
            assertThat(found).as("names of states").doesNotContainKey(state.getKey());
            found.put(state.getKey(), state.getValue());
            collect(state.getValue().path("ItemProcessor"), found);
            state.getValue().path("Branches").forEach(branch -> collect(branch, found));
        });
    }
}
