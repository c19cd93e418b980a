package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;

/// Checks the policies of docs/policies against the template.
class CallerPoliciesIT {
    private static final Path POLICIES = SynthesizedApp.ROOT.resolve("docs/policies");
    /// The only action without a resource, as Step Functions offers none for it
    /// (docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html).
    private static final Set<String> WITHOUT_RESOURCE = Set.of("states:ListStateMachines");

    private final JsonNode template = SynthesizedApp.standard().export();

    @Test
    void noPolicyHasAWildcardActionOrAnyResource() throws Exception {
        assertThat(statements()).hasSizeGreaterThan(10).allSatisfy(statement -> {
            assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
            List<JsonNode> actions = DeployedTemplate.each(statement.path("Action"));
            assertThat(actions).isNotEmpty().noneMatch(action -> action.asText().contains("*"));
            assertThat(DeployedTemplate.each(statement.path("Resource")))
                    .isNotEmpty()
                    .allMatch(resource -> !resource.asText().equals("*")
                            || actions.stream().allMatch(a -> WITHOUT_RESOURCE.contains(a.asText())));
        });
    }

    @Test
    void everyActionOfStepFunctionsIsACallOfItsClient() throws Exception {
        Set<String> calls = new TreeSet<>();
        Arrays.stream(SfnClient.class.getMethods()).forEach(method -> calls.add(method.getName()));

        assertThat(statements().stream()
                        .flatMap(s -> DeployedTemplate.each(s.path("Action")).stream())
                        .map(JsonNode::asText)
                        .filter(action -> action.startsWith("states:"))
                        .map(action -> action.substring(7, 8).toLowerCase(Locale.ROOT) + action.substring(8)))
                .hasSizeGreaterThan(5)
                .allMatch(calls::contains);
    }

    @Test
    void theApisPolicyNamesEveryMethodOfTheStage() throws Exception {
        Set<String> methods = new TreeSet<>();
        SynthesizedApp.resources(template, "AWS::ApiGateway::Method").values().forEach(method -> {
            String resource = method.path("ResourceId").path("Ref").asText();
            boolean one = template.path("Resources")
                    .path(resource)
                    .path("Properties")
                    .path("PathPart")
                    .asText()
                    .equals("{id}");
            methods.add(method.path("HttpMethod").asText() + (one ? "/exports/*" : "/exports"));
        });
        String stage = SynthesizedApp.resources(template, "AWS::ApiGateway::Stage")
                .values()
                .iterator()
                .next()
                .path("StageName")
                .asText();

        assertThat(DeployedTemplate.each(policy("api.json").at("/Statement/0/Resource")))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(methods.stream()
                        .map(method -> "arn:aws:execute-api:REGION:ACCOUNT:API/" + stage + "/" + method)
                        .toList());
    }

    @Test
    void fillTakesTheNamesFromTheStacksOutputs(@TempDir Path folder) throws Exception {
        assertThat(template.path("Outputs").properties())
                .extracting(Map.Entry::getKey)
                .contains("StateMachineArn", "ExportBucket", "ApiUrl");
        Path aws = folder.resolve("aws");
        Files.writeString(aws, """
                               #!/bin/sh
                               case $* in
                                   *StateMachineArn*) echo arn:aws-cn:states:cn-north-1:111122223333:stateMachine:Machine-1 ;;
                                   *ExportBucket*) echo exports-API ;;
                                   *ApiUrl*) echo https://abc123.execute-api.cn-north-1.amazonaws.com.cn/v1/ ;;
                               esac
                               """);
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));

        assertThat(fill(folder, "command.json", "the-STACK"))
                .contains("\"arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/the-STACK/*\"")
                .contains("\"arn:aws-cn:states:cn-north-1:111122223333:mapRun:Machine-1/*\"")
                .contains("\"arn:aws-cn:s3:::exports-API/*\"")
                .doesNotContain("arn:aws:");
        assertThat(fill(folder, "api.json", "s"))
                .contains("\"arn:aws-cn:execute-api:cn-north-1:111122223333:abc123/v1/POST/exports\"");
        assertThat(fill(folder, "command.json", "s", "EXPORT_BUCKET=partners")).contains(":s3:::partners/*");
        assertThat(fill(folder, "data-key.json", "s"))
                .contains("add DATA_KEY_ARN=VALUE")
                .doesNotContain("Statement");
        assertThat(fill(folder, "data-key.json", "s", "DATA_KEY_ARN=arn:k")).contains("\"Resource\": \"arn:k\"");
    }

    /// Returns what the script prints with that AWS CLI.
    private static String fill(Path aws, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", POLICIES.resolve("fill").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("PATH", aws + ":" + System.getenv("PATH"));
        return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<JsonNode> statements() throws Exception {
        List<JsonNode> statements = new ArrayList<>();
        try (Stream<Path> files = Files.list(POLICIES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                policy(file.getFileName().toString()).path("Statement").forEach(statements::add);
            }
        }
        return statements;
    }

    private static JsonNode policy(String name) {
        return SynthesizedApp.json(POLICIES.resolve(name));
    }
}
