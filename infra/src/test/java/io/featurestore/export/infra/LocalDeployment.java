package io.featurestore.export.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.Deployment;
import io.featurestore.local.EventPattern;
import io.featurestore.local.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Deploys the synthesized state machine to the embedded services, with the substitutions of the template.
final class LocalDeployment implements AutoCloseable {
    private final LocalAws aws;
    private final SfnClient sfn;
    private final SynthesizedApp app;
    private String machine = "";

    LocalDeployment(Path folder, SynthesizedApp app) throws IOException {
        this.app = app;
        aws = LocalAws.open(folder, 0, "us-east-1");
        aws.createBucket(DeployedTemplate.EXPORTS);
        aws.createBucket(DeployedTemplate.WORK);
        aws.createWorkGroup("feature-store-export");
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        sfn = SfnClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(aws.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    LocalAws aws() {
        return aws;
    }

    SfnClient sfn() {
        return sfn;
    }

    /// Deploys the template's machine with handlers from a loader.
    void deploy(ClassLoader handlers) throws IOException {
        deploy(functions(), handlers);
    }

    /// Deploys the template's machine with functions of another list.
    void deploy(String functions, ClassLoader handlers) throws IOException {
        JsonNode template = app.export();
        DeployedTemplate deployed = new DeployedTemplate(template);
        JsonNode properties = SynthesizedApp.resources(template, "AWS::StepFunctions::StateMachine")
                .values()
                .iterator()
                .next();
        Map<String, String> substitutions = new TreeMap<>();
        properties
                .path("DefinitionSubstitutions")
                .properties()
                .forEach(s -> substitutions.put(s.getKey(), deployed.text(s.getValue())));
        Path definition = app.folder()
                .resolve("asset."
                        + properties.path("DefinitionS3Location").path("Key").asText());
        // The functions check the owners of buckets, as they do in the account.
        System.setProperty("EXPORT_BUCKETS", deployed.variable("EXPORT_BUCKETS"));
        machine = aws.deploy(new Deployment(
                DeployedTemplate.MACHINE,
                Files.readString(definition),
                functions,
                substitutions,
                Optional.of(stopRule(template, deployed)),
                handlers));
    }

    /// Returns the template's own rule for executions that were stopped.
    private static Deployment.StopRule stopRule(JsonNode template, DeployedTemplate deployed) {
        JsonNode rule = SynthesizedApp.resources(template, "AWS::Events::Rule").values().stream()
                .filter(one -> one.at("/Targets/0/Id").asText().equals("CleanUp"))
                .findFirst()
                .orElseThrow();
        ObjectNode pattern = rule.path("EventPattern").deepCopy();
        // There is one machine here, and the template refers to its ARN.
        ((ObjectNode) pattern.path("detail")).remove("stateMachineArn");
        JsonNode transformer = rule.at("/Targets/0/InputTransformer");
        Map<String, String> paths = new TreeMap<>();
        transformer
                .path("InputPathsMap")
                .properties()
                .forEach(path -> paths.put(path.getKey(), path.getValue().asText()));
        return new Deployment.StopRule(
                EventPattern.of(pattern.toString()),
                "CleanUp",
                paths,
                deployed.text(transformer.path("InputTemplate")));
    }

    /// Returns the list of the functions that the jar has.
    static String functions() throws IOException {
        try (ZipFile jar = new ZipFile(SynthesizedApp.JAR.toFile())) {
            return new String(
                    jar.getInputStream(jar.getEntry("io/featurestore/export/functions.json"))
                            .readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    String start(String name, String request) {
        return sfn.startExecution(r -> r.stateMachineArn(machine).name(name).input(request.replace('\'', '"')))
                .executionArn();
    }

    DescribeExecutionResponse await(String arn) throws InterruptedException {
        while (true) {
            DescribeExecutionResponse execution = sfn.describeExecution(r -> r.executionArn(arn));
            if (execution.status() != ExecutionStatus.RUNNING) {
                return execution;
            }
            Thread.sleep(50);
        }
    }

    /// Returns the file of an export's object.
    Path export(String key) {
        return aws.buckets().file(DeployedTemplate.EXPORTS, key).orElseThrow();
    }

    @Override
    public void close() {
        System.clearProperty("EXPORT_BUCKETS");
        sfn.close();
        aws.close();
    }
}
