package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.export.infra.machine.FunctionList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Checks that a deployment leaves running exports alone, and that new exports can go back to an earlier
/// version.
class ReleaseIT {
    private final JsonNode template = SynthesizedApp.standard().export();
    private final JsonNode everything = SynthesizedApp.of("everything").export();

    /// A running execution keeps the definition, so its functions stay the same if the definition names
    /// versions.
    @Test
    void theDefinitionNamesAVersionOfEveryFunction() {
        JsonNode substitutions =
                only(template, "AWS::StepFunctions::StateMachine").path("DefinitionSubstitutions");
        for (FunctionList.Entry entry : FunctionList.of(SynthesizedApp.JAR)) {
            // A schedule calls it, not the machine.
            if (entry.name().equals("RemoveOldVersions")) {
                continue;
            }
            String version = substitutions.path(entry.name()).path("Ref").asText();
            assertThat(template.path("Resources").path(version).path("Type").asText())
                    .as(entry.name())
                    .isEqualTo("AWS::Lambda::Version");
        }
    }

    @Test
    void versionsStayWhenADeploymentReplacesThem() {
        for (String type : new String[] {"AWS::Lambda::Version", "AWS::StepFunctions::StateMachineVersion"}) {
            assertThat(template.path("Resources"))
                    .filteredOn(resource -> resource.path("Type").asText().equals(type))
                    .isNotEmpty()
                    .allSatisfy(version -> {
                        assertThat(version.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
                        // A version that a failed deployment created would block the same code's next deployment.
                        assertThat(version.path("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
                    });
        }
    }

    @Test
    void aVersionOfTheMachineIsPublishedWhenTheMachineChanges() {
        Map<String, JsonNode> machines = SynthesizedApp.resources(template, "AWS::StepFunctions::StateMachine");
        JsonNode revision = only(template, "AWS::StepFunctions::StateMachineVersion")
                .path("StateMachineRevisionId")
                .path("Fn::GetAtt");
        assertThat(machines).containsKey(revision.path(0).asText());
        assertThat(revision.path(1).asText()).isEqualTo("StateMachineRevisionId");
    }

    @Test
    void theAliasMovesAsTheSettingsSayAndGoesBackWithAnAlarm() {
        JsonNode atOnce =
                only(template, "AWS::StepFunctions::StateMachineAlias").path("DeploymentPreference");
        assertThat(atOnce.path("Type").asText()).isEqualTo("ALL_AT_ONCE");
        assertThat(atOnce.has("Percentage") || atOnce.has("Interval")).isFalse();
        JsonNode canary =
                only(everything, "AWS::StepFunctions::StateMachineAlias").path("DeploymentPreference");
        assertThat(canary.path("Type").asText()).isEqualTo("CANARY");
        assertThat(canary.path("Percentage").asInt()).isEqualTo(20);
        assertThat(canary.path("Interval").asInt()).isEqualTo(60);
        for (JsonNode preference : new JsonNode[] {atOnce, canary}) {
            assertThat(preference.path("Alarms")).isNotEmpty().allSatisfy(alarm -> assertThat(template.path("Resources")
                            .path(alarm.path("Ref").asText())
                            .path("Type")
                            .asText())
                    .isEqualTo("AWS::CloudWatch::Alarm"));
        }
    }

    @Test
    void everyCallerStartsTheAlias() {
        String alias = SynthesizedApp.resources(everything, "AWS::StepFunctions::StateMachineAlias")
                .keySet()
                .iterator()
                .next();
        assertThat(SynthesizedApp.schedule(everything, "nightly")
                        .path("Target")
                        .path("Arn")
                        .path("Ref")
                        .asText())
                .isEqualTo(alias);
        assertThat(everything.at("/Outputs/StateMachineArn/Value/Ref").asText()).isEqualTo(alias);
        assertThat(SynthesizedApp.resources(everything, "AWS::ApiGateway::Method")
                        .values())
                .filteredOn(method -> method.path("HttpMethod").asText().equals("POST"))
                .singleElement()
                .satisfies(post -> assertThat(post.path("Integration")
                                .path("RequestTemplates")
                                .toString())
                        .contains("{\"Ref\":\"" + alias + "\"}"));
    }

    @Test
    void versionsThatWereReplaced30DaysAgoAreRemovedEveryDay() {
        JsonNode schedule = SynthesizedApp.schedule(template, "VersionRemoval");
        DeployedTemplate deployed = new DeployedTemplate(template);
        String input = deployed.text(schedule.path("Target").path("Input"));
        assertThat(schedule.path("ScheduleExpression").asText()).isEqualTo("rate(1 day)");
        assertThat(input)
                .contains("\"keepDays\":30")
                .contains("\"machine\":\"arn:aws:states:us-east-1:000000000000:stateMachine:feature-store-export\"")
                .contains("\"arn:aws:lambda:us-east-1:000000000000:function:ConvertChunk\"");
        assertThat(deployed.text(schedule.path("Target").path("Arn")))
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:RemoveOldVersions:live");
    }

    private static JsonNode only(JsonNode template, String type) {
        return SynthesizedApp.resources(template, type).values().iterator().next();
    }
}
