package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Checks what the settings `platform`, `concurrency`, `exports` and the quotas change in the template.
class PlatformIT {
    private static final String KEY = "arn:aws:kms:eu-central-1:111111111111:key/operations";

    private final JsonNode standard = SynthesizedApp.standard().export();
    private final JsonNode everything = SynthesizedApp.of("everything").export();

    @Test
    void everyRoleHasTheBoundary() {
        assertThat(SynthesizedApp.resources(everything, "AWS::IAM::Role").values())
                .hasSizeGreaterThan(12)
                .allMatch(role -> role.path("PermissionsBoundary")
                        .asText()
                        .equals("arn:aws:iam::111111111111:policy/platform/Boundary"));
        assertThat(SynthesizedApp.resources(standard, "AWS::IAM::Role").values())
                .noneMatch(role -> role.has("PermissionsBoundary"));
    }

    @Test
    void whatCanHaveTagsHasThem() {
        for (String type : List.of(
                "AWS::Lambda::Function",
                "AWS::StepFunctions::StateMachine",
                "AWS::S3::Bucket",
                "AWS::Athena::WorkGroup",
                "AWS::IAM::Role",
                "AWS::Logs::LogGroup",
                "AWS::SQS::Queue",
                "AWS::SNS::Topic",
                "AWS::Events::EventBus",
                "AWS::ApiGateway::RestApi",
                "AWS::ApiGateway::Stage")) {
            assertThat(SynthesizedApp.resources(everything, type).values())
                    .as(type)
                    .isNotEmpty()
                    .allMatch(resource -> tags(resource).containsKey("cost-center"))
                    .allMatch(resource -> "features".equals(tags(resource).get("owner")));
        }
    }

    private static Map<String, String> tags(JsonNode resource) {
        Map<String, String> tags = new TreeMap<>();
        resource.path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return tags;
    }

    @Test
    void functionsAreInTheSubnetsOfTheSettings() {
        assertThat(new DeployedTemplate(everything).functions()).allSatisfy((name, function) -> {
            assertThat(function.path("VpcConfig").path("SubnetIds")).as(name).hasSize(2);
            assertThat(function.path("VpcConfig").path("SecurityGroupIds")).hasSize(1);
            assertThat(new DeployedTemplate(everything).allowed(function.path("Role")))
                    .anyMatch(allowed -> allowed.action().equals("ec2:CreateNetworkInterface"));
        });
        assertThat(new DeployedTemplate(standard).functions()).allSatisfy((name, function) -> {
            assertThat(function.has("VpcConfig")).as(name).isFalse();
            assertThat(new DeployedTemplate(standard).allowed(function.path("Role")))
                    .noneMatch(allowed -> allowed.action().startsWith("ec2:"));
        });
    }

    @Test
    void anExistingKeyEncryptsLogsQueueAndTopic() {
        assertThat(SynthesizedApp.resources(everything, "AWS::KMS::Key")).isEmpty();
        assertThat(SynthesizedApp.resources(everything, "AWS::Logs::LogGroup").values())
                .allMatch(group -> group.path("KmsKeyId").asText().equals(KEY));
        assertThat(SynthesizedApp.resources(everything, "AWS::SQS::Queue").values())
                .allMatch(queue -> queue.path("KmsMasterKeyId").asText().equals(KEY));
        assertThat(SynthesizedApp.resources(everything, "AWS::SNS::Topic").values())
                .allMatch(topic -> topic.path("KmsMasterKeyId").asText().equals(KEY));
        assertThat(SynthesizedApp.resources(standard, "AWS::KMS::Key")).hasSize(1);
    }

    /// Who sends to a queue with a key of the account encrypts its messages.
    @Test
    void sendersOfDeadLettersMayUseTheKey() {
        DeployedTemplate deployed = new DeployedTemplate(everything);
        JsonNode schedule = SynthesizedApp.schedule(everything, "nightly");
        for (JsonNode role : List.of(
                deployed.functions().get("CleanUp").path("Role"),
                schedule.path("Target").path("RoleArn"))) {
            assertThat(deployed.allowed(role))
                    .contains(
                            new DeployedTemplate.Allowed("kms:GenerateDataKey", KEY),
                            new DeployedTemplate.Allowed("kms:Decrypt", KEY));
        }
    }

    @Test
    void logGroupsHaveTheNamesOfTheSettings() {
        assertThat(SynthesizedApp.resources(everything, "AWS::Logs::LogGroup").values())
                .extracting(group -> group.path("LogGroupName").asText())
                .contains(
                        "/features/exports/exports-all/CleanUp",
                        "/features/exports/exports-all/api",
                        "/aws/vendedlogs/features/exports/exports-all");
    }

    @Test
    void theStackUsesTheBootstrapOfTheSettings() {
        assertThat(everything.at("/Parameters/BootstrapVersion/Default").asText())
                .isEqualTo("/cdk-bootstrap/team1/version");
    }

    @Test
    void convertersHaveTheReservedConcurrency() {
        new DeployedTemplate(everything).functions().forEach((name, function) -> assertThat(
                        function.path("ReservedConcurrentExecutions").asInt(0))
                .as(name)
                .isEqualTo(name.matches("ConvertChunk|TransformOnlineChunk") ? 300 : 0));
        assertThat(new DeployedTemplate(standard).functions().values())
                .noneMatch(function -> function.has("ReservedConcurrentExecutions"));
        JsonNode substitutions = SynthesizedApp.resources(everything, "AWS::StepFunctions::StateMachine")
                .values()
                .iterator()
                .next()
                .path("DefinitionSubstitutions");
        assertThat(substitutions.path("ConcurrentExports").asText()).isEqualTo("5");
        assertThat(substitutions.path("ConcurrentChunks").asText()).isEqualTo("200");
        assertThat(substitutions.path("ReservedConcurrency").asText()).isEqualTo("300");
    }

    @Test
    void exportsAreKeptAsTheSettingsSay() {
        JsonNode kept = exports(standard);
        assertThat(kept.path("VersioningConfiguration").path("Status").asText()).isEqualTo("Enabled");
        JsonNode rules = kept.path("LifecycleConfiguration").path("Rules");
        assertThat(rules).hasSize(1);
        assertThat(rules.path(0)
                        .at("/NoncurrentVersionExpiration/NoncurrentDays")
                        .asInt())
                .isEqualTo(3);
        assertThat(rules.path(0).path("ExpiredObjectDeleteMarker").asBoolean()).isTrue();
        assertThat(rules.path(0).has("ExpirationInDays")).isFalse();
        JsonNode expiring = exports(everything);
        assertThat(expiring.has("VersioningConfiguration")).isFalse();
        assertThat(expiring.path("LifecycleConfiguration").path("Rules"))
                .filteredOn(rule -> rule.has("ExpirationInDays"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(30);
                    assertThat(rule.path("Prefix").asText()).isEqualTo("exports/");
                });
    }

    private static JsonNode exports(JsonNode template) {
        return SynthesizedApp.resources(template, "AWS::S3::Bucket").entrySet().stream()
                .filter(bucket -> bucket.getKey().contains("Exports"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void aKeyHasAQuotaOfRequests() {
        JsonNode plan = SynthesizedApp.resources(everything, "AWS::ApiGateway::UsagePlan")
                .values()
                .iterator()
                .next();
        assertThat(plan.path("Quota").path("Limit").asInt()).isEqualTo(100);
        assertThat(plan.path("Quota").path("Period").asText()).isEqualTo("DAY");
    }

    @Test
    void anAlarmWatchesTheScanOfADay() {
        JsonNode alarm = SynthesizedApp.resources(everything, "AWS::CloudWatch::Alarm").entrySet().stream()
                .filter(entry -> entry.getKey().contains("DailyScan"))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertThat(alarm.path("Threshold").asLong()).isEqualTo(20_000_000);
        assertThat(alarm.path("AlarmActions")).isNotEmpty();
        assertThat(alarm.path("Metrics"))
                .hasSize(4)
                .filteredOn(metric -> metric.has("MetricStat"))
                .allSatisfy(metric -> {
                    assertThat(metric.at("/MetricStat/Period").asInt()).isEqualTo(86_400);
                    assertThat(metric.at("/MetricStat/Metric/MetricName").asText())
                            .isEqualTo("ProcessedBytes");
                });
    }
}
