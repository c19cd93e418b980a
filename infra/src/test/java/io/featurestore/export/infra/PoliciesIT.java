package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Checks policies whose conditions decide whether a service can do its work.
class PoliciesIT {
    private final JsonNode standard = SynthesizedApp.standard().export();
    private final JsonNode everything = SynthesizedApp.of("everything").export();
    private final DeployedTemplate deployed = new DeployedTemplate(everything);

    /// EventBridge sends SNS neither an account nor an ARN: with such a condition, every notification is
    /// lost.
    @Test
    void eventBridgePublishesWithoutAConditionOnItsSource() {
        JsonNode ownKey = SynthesizedApp.of(
                        "everything",
                        "own-key",
                        settings ->
                                settings.replaceAll("\"operationsKeyArn\": \"[^\"]+\"", "\"operationsKeyArn\": null"))
                .export();
        List<JsonNode> publishing = new ArrayList<>();
        for (String policy : List.of("AWS::SNS::TopicPolicy/PolicyDocument", "AWS::KMS::Key/KeyPolicy")) {
            SynthesizedApp.resources(ownKey, policy.split("/")[0])
                    .values()
                    .forEach(p -> p.path(policy.split("/")[1]).path("Statement").forEach(publishing::add));
        }
        assertThat(publishing)
                .filteredOn(s -> services(s).contains("events.amazonaws.com"))
                .hasSize(2)
                .allMatch(s -> services(s).size() == 1)
                .allMatch(s -> !s.path("Condition").toString().contains("aws:Source"));
        assertThat(publishing)
                .filteredOn(s -> services(s).contains("cloudwatch.amazonaws.com"))
                .hasSize(2)
                .allMatch(s -> s.at("/Condition/StringEquals/aws:SourceAccount")
                        .asText()
                        .equals("111111111111"));
        assertThat(publishing)
                .filteredOn(s -> services(s).contains("events.amazonaws.com")
                        && s.path("Action").toString().contains("kms:"))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.path("Action").toString()).isEqualTo("[\"kms:Decrypt\",\"kms:GenerateDataKey\"]");
                    assertThat(new DeployedTemplate(ownKey)
                                    .text(s.at("/Condition/ArnLike/kms:EncryptionContext:aws:sns:topicArn")))
                            .isEqualTo("arn:aws:sns:eu-central-1:111111111111:*");
                });
    }

    /// API Gateway sends no source with the role of an integration, so a condition would refuse every call.
    @Test
    void servicesAssumeRolesForThisAccountsResourcesWhereTheySendTheirSource() {
        Set<String> seen = new TreeSet<>();
        for (JsonNode template : List.of(standard, everything)) {
            DeployedTemplate resolved = new DeployedTemplate(template);
            SynthesizedApp.resources(template, "AWS::IAM::Role").forEach((id, role) -> {
                JsonNode statement = role.at("/AssumeRolePolicyDocument/Statement/0");
                String service = statement.at("/Principal/Service").asText().replace(".amazonaws.com", "");
                seen.add(service);
                String expected =
                        switch (service) {
                            case "states" -> "stateMachine:*";
                            case "events" -> "rule/(feature-store-export|exports-all)-ended";
                            case "scheduler" -> "schedule-group/default";
                            default -> "";
                        };
                if (expected.isEmpty()) {
                    assertThat(statement.has("Condition")).as(id).isFalse();
                } else {
                    assertThat(resolved.text(statement.at("/Condition/StringEquals/aws:SourceAccount")))
                            .as(id)
                            .matches("0{12}|1{12}");
                    assertThat(resolved.text(statement.at("/Condition/ArnLike/aws:SourceArn")))
                            .as(id)
                            .matches(
                                    "arn:aws:" + service + ":[a-z]+-[a-z]+-1:[01]{12}:" + expected.replace("*", "[*]"));
                }
            });
        }
        assertThat(seen).containsExactly("apigateway", "events", "lambda", "scheduler", "states");
        assertThat(SynthesizedApp.resources(everything, "AWS::Events::Rule").values())
                .extracting(rule -> rule.path("Name").asText())
                .contains("exports-all-ended");
    }

    @Test
    void functionsThatAskGlueMayReadAnEncryptedCatalogThroughGlueOnly() {
        Set<String> readers = new TreeSet<>();
        deployed.functions().forEach((name, function) -> deployed.statements(function.path("Role")).stream()
                .filter(s -> s.path("Resource").toString().contains("key/catalog"))
                .forEach(s -> {
                    readers.add(name);
                    assertThat(s.path("Action").toString())
                            .isEqualTo("[\"kms:Decrypt\",\"kms:Encrypt\",\"kms:GenerateDataKey\"]");
                    assertThat(deployed.text(s.at("/Condition/StringEquals/kms:ViaService")))
                            .isEqualTo("glue.eu-central-1.amazonaws.com");
                }));
        Set<String> askers = new TreeSet<>();
        deployed.functions().forEach((name, function) -> deployed.allowed(function.path("Role")).stream()
                .filter(a -> a.action().startsWith("glue:"))
                .forEach(a -> askers.add(name)));
        assertThat(readers).isEqualTo(askers).containsExactly("EstimateExport", "ResolveTable", "StartQuery");
        assertThat(standard.toString()).doesNotContain("glue.us-east-1");
    }

    @Test
    void featureGroupsAreAllowedAsTheyAreWrittenAndInLowerCase() {
        assertThat(deployed.allowed(deployed.functions().get("ResolveTable").path("Role")))
                .filteredOn(a -> a.action().equals("sagemaker:DescribeFeatureGroup"))
                .extracting(a -> a.resource().replaceFirst(".*(?=:[0-9]{12}:)", ""))
                .containsExactlyInAnyOrder(
                        ":111111111111:feature-group/customers",
                        ":111111111111:feature-group/orders-*",
                        ":111122223333:feature-group/Partners",
                        ":111122223333:feature-group/partners");
    }

    @Test
    void theExecutionHistoryIsEncryptedWithTheKeyOfTheSettings() {
        JsonNode machine = SynthesizedApp.resources(everything, "AWS::StepFunctions::StateMachine")
                .values()
                .iterator()
                .next();
        assertThat(machine.at("/EncryptionConfiguration/Type").asText()).isEqualTo("CUSTOMER_MANAGED_KMS_KEY");
        assertThat(machine.at("/EncryptionConfiguration/KmsKeyId").asText()).endsWith("key/executions");
        assertThat(keyUse(deployed.statements(machine.path("RoleArn"))))
                .containsExactlyInAnyOrder(
                        "[\"kms:Decrypt\",\"kms:GenerateDataKey\"] StringLike kms:EncryptionContext:aws:states:stateMachineArn "
                                + "arn:aws:states:eu-central-1:111111111111:stateMachine:*",
                        "\"kms:GenerateDataKey\" StringEquals kms:EncryptionContext:SourceArn "
                                + "arn:aws:logs:eu-central-1:111111111111:*");
        for (String caller : List.of("apigateway", "scheduler")) {
            assertThat(keyUse(roleOf(caller)))
                    .as(caller)
                    .containsExactly("[\"kms:Decrypt\",\"kms:GenerateDataKey\"] StringEquals kms:ViaService "
                            + "states.eu-central-1.amazonaws.com");
        }
        assertThat(SynthesizedApp.resources(standard, "AWS::StepFunctions::StateMachine")
                        .values()
                        .iterator()
                        .next()
                        .has("EncryptionConfiguration"))
                .isFalse();
    }

    private List<JsonNode> roleOf(String service) {
        List<JsonNode> statements = new ArrayList<>();
        SynthesizedApp.resources(everything, "AWS::IAM::Role").forEach((id, role) -> {
            if (role.at("/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                    .asText()
                    .startsWith(service)) {
                statements.addAll(deployed.statements(SynthesizedApp.MAPPER
                        .createObjectNode()
                        .set(
                                "Fn::GetAtt",
                                SynthesizedApp.MAPPER.createArrayNode().add(id))));
            }
        });
        return statements;
    }

    private List<String> keyUse(List<JsonNode> statements) {
        List<String> uses = new ArrayList<>();
        statements.stream()
                .filter(s -> s.path("Resource").toString().contains("key/executions"))
                .forEach(s -> s.path("Condition").properties().forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> uses.add(s.path("Action") + " " + operator.getKey() + " " + key.getKey() + " "
                                + deployed.text(key.getValue())))));
        return uses;
    }

    private static Set<String> services(JsonNode statement) {
        Set<String> services = new TreeSet<>();
        DeployedTemplate.each(statement.at("/Principal/Service")).forEach(s -> services.add(s.asText()));
        return services;
    }
}
