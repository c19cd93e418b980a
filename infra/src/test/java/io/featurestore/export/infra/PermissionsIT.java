package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PermissionsIT {
    /// Actions that do not support resource-level permissions.
    private static final Set<String> WITHOUT_RESOURCE = Set.of(
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "lakeformation:GetDataAccess",
            "lambda:GetAccountSettings",
            // Lambda checks that the role may do these on all interfaces.
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses",
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups");

    private final JsonNode template = SynthesizedApp.standard().export();
    private final DeployedTemplate deployed = new DeployedTemplate(template);

    @Test
    void everyFunctionHasExactlyItsActionsOnExactlyItsResources() {
        Set<String> found = new TreeSet<>();
        deployed.functions().forEach((name, function) -> deployed.allowed(function.path("Role"))
                .forEach(allowed -> found.add(name + " " + allowed)));
        Set<String> table = new TreeSet<>(SynthesizedApp.resource("permissions.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.replaceAll(" +", " ").strip())
                .toList());
        assertThat(found).isEqualTo(table);
    }

    @Test
    void everyFunctionHasARoleOfItsOwn() {
        List<String> roles = deployed.functions().values().stream()
                .map(f -> f.path("Role").toString())
                .toList();
        assertThat(roles).doesNotHaveDuplicates().hasSize(11);
    }

    @Test
    void noActionIsAWildcardAndNoResourceUnlessTheServiceKnowsNone() {
        SynthesizedApp everything = SynthesizedApp.of("everything");
        List<JsonNode> statements = new ArrayList<>();
        for (JsonNode t : List.of(template, everything.export())) {
            SynthesizedApp.resources(t, "AWS::IAM::Policy").values().forEach(policy -> policy.path("PolicyDocument")
                    .path("Statement")
                    .forEach(statements::add));
        }
        assertThat(statements).hasSizeGreaterThan(40);
        for (JsonNode statement : statements) {
            boolean anywhere = DeployedTemplate.each(statement.path("Resource")).stream()
                    .anyMatch(r -> r.asText().equals("*"));
            for (JsonNode action : DeployedTemplate.each(statement.path("Action"))) {
                assertThat(action.asText()).doesNotContain("*");
                assertThat(anywhere && !WITHOUT_RESOURCE.contains(action.asText()))
                        .as(statement.toString())
                        .isFalse();
            }
        }
        assertThat(everything.findings()).isEmpty();
    }

    /// Without the owner a role could write to a bucket whose name another account took.
    @Test
    void everyStatementForS3NamesTheOwnerOfItsBuckets() {
        DeployedTemplate everything =
                new DeployedTemplate(SynthesizedApp.of("everything").export());
        Set<String> owners = new TreeSet<>();
        for (DeployedTemplate t : List.of(deployed, everything)) {
            assertThat(t.statements("s3")).hasSizeGreaterThan(20).allSatisfy(statement -> {
                String owner = t.text(statement.at("/Condition/StringEquals/aws:ResourceAccount"));
                owners.add(owner);
                for (JsonNode resource : DeployedTemplate.each(statement.path("Resource"))) {
                    String arn = t.text(resource);
                    assertThat(owner)
                            .isEqualTo(
                                    arn.contains(":::teams")
                                            ? "222222222222"
                                            : arn.contains(":::shared-store")
                                                    ? "111122223333"
                                                    : t == deployed ? "000000000000" : "111111111111");
                    if (t == everything && !arn.contains(":::partners") && !arn.contains(":::store")) {
                        assertThat(arn).matches("[^/]*|.*/(work|data|fraud|features)/\\*(/[a-z]+\\.json)?");
                    }
                }
            });
        }
        assertThat(owners).containsExactly("000000000000", "111111111111", "111122223333", "222222222222");
    }

    @Test
    void everyKeyIsUsedOnlyThroughS3AndOnlyForItsBuckets() {
        DeployedTemplate everything =
                new DeployedTemplate(SynthesizedApp.of("everything").export());
        List<JsonNode> ofData = everything.statements("kms").stream()
                .filter(statement -> DeployedTemplate.each(statement.path("Resource")).stream()
                        .noneMatch(key -> everything.text(key).matches(".*key/(executions|catalog|operations)")))
                .toList();
        assertThat(ofData).hasSizeGreaterThan(15).allSatisfy(statement -> assertThat(
                        everything.text(statement.at("/Condition/StringEquals/kms:ViaService")))
                .isEqualTo("s3.eu-central-1.amazonaws.com"));
        assertThat(keys(everything, "ConvertChunk")).containsExactly("data", "teams");
        assertThat(keys(everything, "ResolveTable")).containsExactly("data", "exports", "teams");
        assertThat(keys(everything, "EstimateExport")).containsExactly("data", "store");
    }

    private static Set<String> keys(DeployedTemplate template, String function) {
        Set<String> keys = new TreeSet<>();
        template.allowed(template.functions().get(function).path("Role")).stream()
                .filter(allowed -> allowed.action().startsWith("kms:"))
                .filter(allowed -> !allowed.resource().endsWith("key/catalog"))
                .forEach(allowed ->
                        keys.add(allowed.resource().substring(allowed.resource().lastIndexOf('/') + 1)));
        return keys;
    }

    /// The functions read these places, and refuse any other.
    @Test
    void theFunctionsKnowThePlacesOfTheSettings() throws Exception {
        JsonNode rules = SynthesizedApp.MAPPER.readTree(
                new DeployedTemplate(SynthesizedApp.of("everything").export()).variable("EXPORT_BUCKETS"));
        assertThat(rules.path("account").asText()).isEqualTo("111111111111");
        assertThat(rules.path("overwriteForeign").asBoolean(true)).isFalse();
        assertThat(rules.path("places"))
                .extracting(place -> place.path("use").asText() + " "
                        + place.path("uri").asText() + " "
                        + place.path("account").asText() + " "
                        + place.path("keyArn").asText().replaceFirst(".*/", ""))
                .containsExactly(
                        "WORK s3://" + DeployedTemplate.WORK + "/work/  data",
                        "EXPORT s3://" + DeployedTemplate.EXPORTS + "/data/  exports",
                        "OUTPUT s3://partners-111111111111/  ",
                        "OUTPUT s3://teams/fraud/ 222222222222 teams",
                        "SOURCE s3://store-eu-central-1-111111111111/  ",
                        "SOURCE s3://shared-store/features/ 111122223333 ");
    }

    @Test
    void resultsOfQueriesAreWrittenToTheOwnersBucketWithItsKey() {
        DeployedTemplate everything =
                new DeployedTemplate(SynthesizedApp.of("everything").export());
        JsonNode result = SynthesizedApp.resources(
                        SynthesizedApp.of("everything").export(), "AWS::Athena::WorkGroup")
                .values()
                .iterator()
                .next()
                .at("/WorkGroupConfiguration/ResultConfiguration");
        assertThat(everything.text(result.path("ExpectedBucketOwner"))).isEqualTo("111111111111");
        assertThat(result.at("/EncryptionConfiguration/KmsKey").asText()).endsWith("key/data");
    }

    @Test
    void theMachineCallsAllVersionsOfItsFunctionsAndItsOwnExecutions() {
        JsonNode machine = SynthesizedApp.resources(template, "AWS::StepFunctions::StateMachine")
                .values()
                .iterator()
                .next();
        List<DeployedTemplate.Allowed> allowed = deployed.allowed(machine.path("RoleArn"));
        assertThat(allowed)
                .filteredOn(a -> a.action().equals("lambda:InvokeFunction"))
                .extracting(DeployedTemplate.Allowed::resource)
                .hasSize(10)
                .allMatch(arn -> arn.matches("arn:aws:lambda:us-east-1:000000000000:function:[A-Za-z]+:\\*"));
        assertThat(allowed)
                .filteredOn(a -> a.action().startsWith("states:"))
                .extracting(DeployedTemplate.Allowed::toString)
                .containsExactlyInAnyOrder(
                        "states:StartExecution arn:aws:states:us-east-1:000000000000:stateMachine:feature-store-export",
                        execution("Describe", ""),
                        execution("Describe", "/ConvertChunks"),
                        execution("Stop", ""),
                        execution("Stop", "/ConvertChunks"),
                        execution("Redrive", ""),
                        execution("Redrive", "/ConvertChunks"));
    }

    private static String execution(String verb, String label) {
        return "states:" + verb + "Execution arn:aws:states:us-east-1:000000000000:execution:feature-store-export"
                + label + ":*";
    }
}
