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
