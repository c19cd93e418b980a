package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonitoringIT {
    private final JsonNode standard = SynthesizedApp.standard().export();
    private final JsonNode everything = SynthesizedApp.of("everything").export();

    /// The functions write these metrics: without the stack, those of two stacks of one account would be one.
    @Test
    void metricsAreThoseOfThisStack() {
        new DeployedTemplate(standard).functions().forEach((name, function) -> assertThat(
                        function.at("/Environment/Variables/STACK_NAME").asText())
                .as(name)
                .isEqualTo("feature-store-export"));
        String dashboard = SynthesizedApp.resources(standard, "AWS::CloudWatch::Dashboard")
                .values()
                .iterator()
                .next()
                .toString();
        String quote = "\\\\\"";
        assertThat(dashboard.split("FeatureStoreExport" + quote, -1)).hasSizeGreaterThan(5);
        assertThat(dashboard.split("Stack" + quote + "," + quote + "feature-store-export" + quote, -1))
                .hasSameSizeAs(dashboard.split("FeatureStoreExport" + quote, -1));
        assertThat(dashboard).contains("{FeatureStoreExport,Code,Stack}").contains("Stack=");
    }

    @Test
    void alarmsAreRaisedByDefectsAndNotByMistakesOfCallers() {
        Map<String, String> metrics = new TreeMap<>();
        alarms(standard)
                .forEach((id, alarm) -> metrics.put(
                        alarm.path("AlarmDescription").asText(),
                        alarm.has("MetricName") ? alarm.path("MetricName").asText() : "expression"));
        assertThat(metrics.values())
                .containsExactlyInAnyOrder(
                        "Failures",
                        "ExecutionsTimedOut",
                        "Errors",
                        "AsyncEventsDropped",
                        "ApproximateNumberOfMessagesVisible",
                        "ExecutionThrottled",
                        "expression",
                        "expression");
        assertThat(alarms(standard).values())
                .filteredOn(alarm -> alarm.path("MetricName").asText().equals("Failures"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.path("Dimensions").toString())
                        .isEqualTo("[{\"Name\":\"Code\",\"Value\":\"Internal\"},"
                                + "{\"Name\":\"Stack\",\"Value\":\"feature-store-export\"}]"));
    }

    @Test
    void onlyThrottlingThatLastsRaisesAnAlarm() {
        assertThat(alarms(standard).values())
                .filteredOn(alarm -> alarm.path("AlarmDescription").asText().contains("throttled"))
                .hasSize(2)
                .allMatch(alarm -> alarm.path("EvaluationPeriods").asInt() == 3
                        && alarm.path("DatapointsToAlarm").asInt() == 3);
        JsonNode share = alarms(standard).values().stream()
                .filter(alarm -> alarm.path("AlarmDescription").asText().contains("converters"))
                .findFirst()
                .orElseThrow();
        assertThat(share.path("Threshold").asInt()).isEqualTo(1);
        assertThat(share.path("Metrics").findValuesAsText("Expression"))
                .containsExactly("100 * (FILL(t0, 0) + FILL(t1, 0)) / "
                        + "(FILL(i0, 0) + FILL(i1, 0) + FILL(t0, 0) + FILL(t1, 0))");
        // An alarm takes at most 10 metrics.
        assertThat(share.path("Metrics")).hasSize(5);
        assertThat(share.path("Metrics").findValuesAsText("MetricName"))
                .containsExactlyInAnyOrder("Throttles", "Throttles", "Invocations", "Invocations");
    }

    @Test
    void alarmsGoToTheTopicWhereThereIsOne() {
        assertThat(alarms(everything).values())
                .hasSize(8)
                .allMatch(alarm -> alarm.path("AlarmActions").size() == 1);
        assertThat(alarms(standard).values()).hasSize(8).noneMatch(alarm -> alarm.has("AlarmActions"));
    }

    private static Map<String, JsonNode> alarms(JsonNode template) {
        return SynthesizedApp.resources(template, "AWS::CloudWatch::Alarm");
    }
}
