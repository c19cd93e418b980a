package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineIT {
    private static final String SMOKE_ROLE = "arn:aws:iam::222222222222:role/exports-all-smoke-eu-central-1";
    private static final String TESTING_ROLE = "arn:aws:iam::111111111111:role/exports-all-testing-eu-central-1";

    private final SynthesizedApp app = SynthesizedApp.of("pipeline");
    private final JsonNode template = app.template("Pipeline");

    @Test
    void deploysByWayOfASmokeExportAndAnApproval() {
        JsonNode stages =
                resources("AWS::CodePipeline::Pipeline").iterator().next().path("Stages");

        assertThat(names(stages)).containsExactly("Source", "Build", "UpdatePipeline", "Assets", "First", "Production");
        assertThat(names(stages.path(4).path("Actions")))
                .contains("exports-all.Prepare", "exports-all.Deploy", "Smoke");
        assertThat(names(stages.path(5).path("Actions")))
                .contains("Approve", "exports-all.Prepare", "exports-all.Deploy");
        assertThat(resources("AWS::IAM::Role")).isNotEmpty().allMatch(role -> role.has("PermissionsBoundary"));
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void everyBuildRunsOnTheFunctionsArchitectureWithANodeThatTheCdkSupports() {
        assertThat(resources("AWS::CodeBuild::Project")).hasSizeGreaterThan(3).allSatisfy(project -> {
            assertThat(project.at("/Environment/Type").asText()).isEqualTo("ARM_CONTAINER");
            assertThat(project.at("/Environment/Image").asText())
                    .isEqualTo("aws/codebuild/amazonlinux-aarch64-standard:3.0");
            assertThat(specification(project)
                            .at("/phases/install/runtime-versions/nodejs")
                            .asInt())
                    .isGreaterThanOrEqualTo(20);
        });
    }

    /// The scripts that these commands run are held to the same rule by PipelineScriptsTest.
    @Test
    void noBuildInstallsWhatItHasNotCheckedAgainstAHash() {
        List<String> commands = commands();

        assertThat(commands)
                .contains("infra/pipeline/install-jdk /opt/jdk", "infra/pipeline/build \"$VERIFIED\"")
                .noneMatch(command -> command.matches(
                        "(?s).*\\b(curl|wget|npx|pip3?|npm (i|install|exec|x)|yum|dnf|apt(-get)?)\\b.*"))
                .filteredOn(command -> command.contains("npm "))
                .hasSizeGreaterThan(1)
                .allMatch(command -> command.startsWith("npm ci --prefix tools --ignore-scripts"));
        assertThat(commands).filteredOn(command -> command.startsWith("cdk -a")).hasSize(1);
        assertThat(commands)
                .filteredOn(command -> command.startsWith("cdk-assets"))
                .isNotEmpty();
    }

    @Test
    void onlyTheSmokeTestMayAssumeTheSmokeRole() {
        JsonNode first = app.template("PipelineFirst");
        JsonNode role = SynthesizedApp.resources(first, "AWS::IAM::Role").values().stream()
                .filter(r -> r.path("RoleName").asText().equals("exports-all-smoke-eu-central-1"))
                .findFirst()
                .orElseThrow();

        JsonNode trust = role.at("/AssumeRolePolicyDocument/Statement");
        assertThat(trust).hasSize(1);
        assertThat(new DeployedTemplate(first).text(trust.at("/0/Condition/ArnEquals/aws:PrincipalArn")))
                .isEqualTo(TESTING_ROLE);
        assertThat(resources("AWS::IAM::Role"))
                .filteredOn(r -> TESTING_ROLE.endsWith("/" + r.path("RoleName").asText("-")))
                .singleElement()
                .satisfies(r -> assertThat(r.at("/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                                .asText())
                        .isEqualTo("codebuild.amazonaws.com"));
    }

    @Test
    void theSmokeRoleMayUseTheKeyOfTheExecutions() {
        DeployedTemplate first = new DeployedTemplate(app.template("PipelineFirst"));
        assertThat(SynthesizedApp.resources(app.template("PipelineFirst"), "AWS::IAM::Policy")
                        .values())
                .filteredOn(policy -> policy.path("PolicyName").asText().contains("Smoke"))
                .singleElement()
                .satisfies(policy -> assertThat(policy.at("/PolicyDocument/Statement"))
                        .filteredOn(s -> first.text(s.path("Resource")).endsWith(":222222222222:key/executions"))
                        .singleElement()
                        .satisfies(s -> assertThat(s.path("Action").toString())
                                .isEqualTo("[\"kms:Decrypt\",\"kms:GenerateDataKey\"]")));
    }

    @Test
    void theBoundaryNamesTheRolesThatMayBeAssumed() {
        assertThat(resources("AWS::IAM::ManagedPolicy")).singleElement().satisfies(boundary -> assertThat(
                        StreamSupport.stream(
                                        boundary.at("/PolicyDocument/Statement").spliterator(), false)
                                .filter(s -> s.path("Action").asText().equals("sts:AssumeRole"))
                                .flatMap(s -> DeployedTemplate.each(s.path("Resource")).stream())
                                .map(new DeployedTemplate(template)::text))
                .containsExactlyInAnyOrder(
                        "arn:aws:iam::111111111111:role/cdk-*",
                        "arn:aws:iam::222222222222:role/cdk-*",
                        "arn:aws:iam::333333333333:role/cdk-*",
                        SMOKE_ROLE));
    }

    @Test
    void artifactsExpire() {
        assertThat(resources("AWS::S3::Bucket")).singleElement().satisfies(bucket -> {
            JsonNode rule = bucket.at("/LifecycleConfiguration/Rules/0");
            assertThat(rule.path("Status").asText()).isEqualTo("Enabled");
            assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(90);
            assertThat(rule.path("AbortIncompleteMultipartUpload")
                            .path("DaysAfterInitiation")
                            .asInt())
                    .isEqualTo(1);
        });
    }

    /// Runs the commands of the template with a stand-in for the AWS CLI. It answers only calls that name the
    /// profile and bring no credentials, because those of an assumed role end after an hour.
    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0", "FAILED, 1", "TIMED_OUT, 1"})
    void theSmokeTestKeepsNoSessionAndEndsAsTheExport(String status, int exitCode, @TempDir Path folder)
            throws Exception {
        Path aws = folder.resolve("aws");
        Files.writeString(aws, """
                               #!/bin/sh
                               echo "$*" >> "$CALLS"
                               [ "$1" = configure ] && exit 0
                               [ "$AWS_PROFILE" = smoke ] && [ -z "${AWS_SESSION_TOKEN:-}" ] || exit 9
                               [ "$2" = start-execution ] && { echo arn:execution; exit 0; }
                               [ "$(grep -c describe "$CALLS")" -lt 3 ] && { echo RUNNING; exit 0; }
                               echo "$END"
                               """);
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
        Path sleep = folder.resolve("sleep");
        Files.writeString(sleep, "#!/bin/sh\n");
        Files.setPosixFilePermissions(sleep, PosixFilePermissions.fromString("rwx------"));
        JsonNode smoke = resources("AWS::CodeBuild::Project").stream()
                .filter(p -> p.path("Description").asText().contains("/Smoke"))
                .findFirst()
                .orElseThrow();
        assertThat(smoke.path("TimeoutInMinutes").asInt()).isGreaterThan(60);
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", String.join("\n", commands(smoke)));
        shell.environment()
                .putAll(Map.of(
                        "PATH",
                        folder + ":" + System.getenv("PATH"),
                        "CALLS",
                        folder.resolve("calls").toString(),
                        "END",
                        status,
                        "ROLE",
                        SMOKE_ROLE,
                        "MACHINE",
                        "arn:machine",
                        "REQUEST",
                        "{}"));
        shell.environment().remove("AWS_SESSION_TOKEN");

        assertThat(shell.redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start()
                        .waitFor())
                .isEqualTo(exitCode);
        assertThat(Files.readAllLines(folder.resolve("calls"), StandardCharsets.UTF_8))
                .contains(
                        "configure set profile.smoke.role_arn " + SMOKE_ROLE,
                        "configure set profile.smoke.credential_source EcsContainer",
                        "stepfunctions start-execution --state-machine-arn arn:machine --input {}"
                                + " --query executionArn --output text")
                .noneMatch(call -> call.contains("assume-role"));
    }

    private Collection<JsonNode> resources(String type) {
        return SynthesizedApp.resources(template, type).values();
    }

    private List<String> commands() {
        List<String> commands = new ArrayList<>();
        resources("AWS::CodeBuild::Project").forEach(project -> commands.addAll(commands(project)));
        return commands;
    }

    private static List<String> commands(JsonNode project) {
        List<String> commands = new ArrayList<>();
        specification(project).path("phases").forEach(phase -> phase.path("commands")
                .forEach(command -> commands.add(command.asText())));
        return commands;
    }

    private static JsonNode specification(JsonNode project) {
        try {
            return SynthesizedApp.MAPPER.readTree(
                    project.path("Source").path("BuildSpec").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + project, e);
        }
    }

    private static List<String> names(JsonNode named) {
        return StreamSupport.stream(named.spliterator(), false)
                .map(n -> n.path("Name").asText())
                .toList();
    }
}
