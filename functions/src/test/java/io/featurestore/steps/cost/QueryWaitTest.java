package io.featurestore.steps.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.Expression;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Compares the waits that the price includes with those of the state machine.
class QueryWaitTest {
    private static final long FIVE_HOURS = 5 * 60 * 60;
    /// Events of WaitForQuery (2), PollQuery (5) and HasQueryEnded (2)
    /// (docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html).
    private static final int EVENTS_PER_POLL = 9;
    /// docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    private static final int MOST_EVENTS = 25_000;

    @Test
    void theStateMachineWaitsAsLongAsThePriceAssumes() throws IOException {
        JsonNode states = states();
        Map<String, Object> variables = new HashMap<>(Map.of(
                "waitSeconds", states.at("/StartQuery/Assign/waitSeconds").asInt(),
                "waitedSeconds", states.at("/StartQuery/Assign/waitedSeconds").asInt()));
        Expression seconds = expression(states.at("/WaitForQuery/Seconds"));
        long wait = QueryWait.FIRST;
        long waited = 0;
        int polls = 0;
        while (waited < FIVE_HOURS) {
            assertThat(seconds.evaluate(variables).asLong())
                    .as("after " + waited + " s")
                    .isEqualTo(wait);
            Map<String, Object> assigned = new HashMap<>();
            states.at("/WaitForQuery/Assign")
                    .properties()
                    .forEach(variable -> assigned.put(
                            variable.getKey(),
                            expression(variable.getValue()).evaluate(variables).asInt()));
            variables.putAll(assigned);
            waited += wait;
            polls++;
            assertThat((double) wait).isLessThanOrEqualTo(Math.max(15, waited / 9.0));
            wait = QueryWait.next(wait, waited);
        }
        assertThat(wait).isEqualTo(60);
        assertThat(polls * EVENTS_PER_POLL).isLessThan(MOST_EVENTS / 5);
    }

    private static JsonNode states() throws IOException {
        try (InputStream in =
                QueryWaitTest.class.getResourceAsStream("/io/featurestore/export/statemachine/export.asl.json")) {
            return Json.MAPPER.readTree(in).path("States");
        }
    }

    private static Expression expression(JsonNode field) {
        return Expression.compile(field.asText().replaceAll("^\\{%|%}$", ""), "field");
    }
}
