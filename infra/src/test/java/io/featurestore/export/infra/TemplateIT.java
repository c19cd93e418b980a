package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.export.infra.api.OpenApi;
import io.featurestore.export.infra.api.RequestModel;
import io.featurestore.export.infra.machine.FunctionList;
import io.featurestore.export.infra.settings.Settings;
import io.featurestore.failure.code.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class TemplateIT {
    private final SynthesizedApp app = SynthesizedApp.standard();
    private final JsonNode template = app.export();
    private final DeployedTemplate deployed = new DeployedTemplate(template);

    @Test
    void cdkNagHasNoOpenFinding() {
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void everyHandlerIsAClassOfTheJarThatIsDeployed() throws Exception {
        List<String> keys = deployed.functions().values().stream()
                .map(f -> f.path("Code").path("S3Key").asText())
                .distinct()
                .toList();
        assertThat(keys).hasSize(1);
        Path asset = app.folder().resolve("asset." + keys.getFirst());
        assertThat(asset).hasSameBinaryContentAs(SynthesizedApp.JAR);
        try (ZipFile jar = new ZipFile(asset.toFile())) {
            assertThat(deployed.functions()).hasSize(11).allSatisfy((name, function) -> assertThat(
                            jar.getEntry(function.path("Handler").asText().replace('.', '/') + ".class"))
                    .as(name)
                    .isNotNull());
        }
    }

    /// Lambda takes 250 MB unpacked. A jump of some megabytes means that a library came with more than is used.
    @Test
    void theJarStaysUnder64Megabytes() throws Exception {
        assertThat(Files.size(SynthesizedApp.JAR)).isLessThan(64_000_000);
    }

    @Test
    void functionsAreAsTheListSays() {
        Map<String, JsonNode> functions = deployed.functions();
        for (FunctionList.Entry entry : FunctionList.of(SynthesizedApp.JAR)) {
            JsonNode function = functions.get(entry.name());
            assertThat(function.path("MemorySize").asInt()).isEqualTo(entry.memoryMb());
            assertThat(function.path("Timeout").asInt()).isEqualTo(entry.timeoutSeconds());
            assertThat(function.path("Runtime").asText()).isEqualTo("java25");
            assertThat(function.path("Architectures").path(0).asText()).isEqualTo("arm64");
            assertThat(function.path("SnapStart").path("ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(function.path("TracingConfig").path("Mode").asText()).isEqualTo("Active");
            assertThat(function.path("LoggingConfig").path("LogGroup").has("Ref"))
                    .isTrue();
        }
    }

    @Test
    void onlyControlFunctionsStayWithTheFirstCompiler() {
        deployed.functions().forEach((name, function) -> assertThat(function.path("Environment")
                        .path("Variables")
                        .path("JAVA_TOOL_OPTIONS")
                        .asText()
                        .contains("TieredStopAtLevel=1"))
                .as(name)
                .isEqualTo(!name.contains("Chunk") && !name.equals("FinalizeExport") || name.equals("PlanChunks")));
    }

    @Test
    void noFunctionCollectsForMetaspaceOrSpinsClassesForReflectionWhileItStarts() {
        assertThat(deployed.functions()).hasSize(11).allSatisfy((name, function) -> assertThat(
                        function.path("Environment")
                                .path("Variables")
                                .path("JAVA_TOOL_OPTIONS")
                                .asText()
                                .split(" "))
                .contains("-XX:MetaspaceSize=128m", "-Djdk.reflect.useNativeAccessorOnly=true"));
    }

    @Test
    void javaKeepsAConnectionForEachRequestOfTheLastStep() throws Exception {
        int requests = (int) FunctionLoader.together(Stream.of(SynthesizedApp.JAR))
                .loadClass("io.featurestore.steps.Limits")
                .getField("FINAL_REQUESTS")
                .get(null);
        assertThat(deployed.functions()
                        .get("FinalizeExport")
                        .at("/Environment/Variables/JAVA_TOOL_OPTIONS")
                        .asText())
                .contains("-Dhttp.maxConnections=" + requests);
    }

    @Test
    void theDefinitionIsTheFileAsItIs() throws Exception {
        String key = machine().path("DefinitionS3Location").path("Key").asText();
        assertThat(app.folder().resolve("asset." + key))
                .hasSameTextualContentAs(
                        SynthesizedApp.ROOT.resolve("statemachine/export.asl.json"), StandardCharsets.UTF_8);
    }

    @Test
    void theMachineLogsNoDataAndIsTraced() {
        assertThat(machine()
                        .path("LoggingConfiguration")
                        .path("IncludeExecutionData")
                        .asBoolean(true))
                .isFalse();
        assertThat(machine().path("LoggingConfiguration").path("Level").asText())
                .isEqualTo("ALL");
        assertThat(machine().path("TracingConfiguration").path("Enabled").asBoolean())
                .isTrue();
        assertThat(machine().path("StateMachineType").asText()).isEqualTo("STANDARD");
    }

    @Test
    void everythingIsEncrypted() {
        JsonNode all = SynthesizedApp.of("everything").export();
        for (JsonNode t : new JsonNode[] {template, all}) {
            assertThat(SynthesizedApp.resources(t, "AWS::S3::Bucket").values())
                    .hasSize(3)
                    .allMatch(bucket -> bucket.has("BucketEncryption"));
            assertThat(SynthesizedApp.resources(t, "AWS::Logs::LogGroup").values())
                    .hasSize(13)
                    .allMatch(logs -> logs.has("KmsKeyId") && logs.has("RetentionInDays"));
            assertThat(SynthesizedApp.resources(t, "AWS::SQS::Queue").values())
                    .hasSize(1)
                    .allMatch(queue -> queue.path("SqsManagedSseEnabled").asBoolean() || queue.has("KmsMasterKeyId"));
            assertThat(SynthesizedApp.resources(t, "AWS::Athena::WorkGroup").values())
                    .hasSize(1)
                    .allMatch(w -> w.path("WorkGroupConfiguration")
                            .path("ResultConfiguration")
                            .has("EncryptionConfiguration"));
        }
        assertThat(SynthesizedApp.resources(all, "AWS::SNS::Topic").values())
                .hasSize(1)
                .allMatch(topic -> topic.has("KmsMasterKeyId"));
        assertSchedule(all);
    }

    /// Checks that the schedule's input is the event that ValidateRequest reads.
    private static void assertSchedule(JsonNode template) {
        JsonNode schedule = SynthesizedApp.schedule(template, "nightly");
        JsonNode target = schedule.path("Target");
        assertThat(schedule.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(target.path("RetryPolicy").path("MaximumRetryAttempts").asInt())
                .isEqualTo(3);
        assertThat(target.path("DeadLetterConfig").has("Arn")).isTrue();
        assertThat(target.path("Input").asText())
                .contains("\"time\":\"<aws.scheduler.scheduled-time>\"")
                .contains("\"detail-type\":\"Export Requested\"")
                .contains("\"detail\":{\"featureGroupName\":\"customers\"");
    }

    /// The clean-up of a stopped execution is called by EventBridge, so nothing but this keeps one that
    /// fails.
    @Test
    void aCallThatKeepsFailingEndsInTheQueue() {
        assertThat(SynthesizedApp.resources(template, "AWS::Lambda::EventInvokeConfig")
                        .values())
                .hasSize(2)
                .allSatisfy(config -> {
                    assertThat(config.path("Qualifier").asText()).isEqualTo("live");
                    assertThat(config.path("MaximumRetryAttempts").asInt()).isEqualTo(2);
                    assertThat(config.path("MaximumEventAgeInSeconds").asInt()).isEqualTo(6 * 60 * 60);
                    assertThat(config.at("/DestinationConfig/OnFailure/Destination")
                                    .toString())
                            .contains("DeadLetters");
                });
    }

    @Test
    void theFunctionsThatLimitAQueryKnowItsLongestTime() {
        Map<String, String> minutes = new TreeMap<>();
        deployed.functions().forEach((name, function) -> {
            JsonNode variable = function.at("/Environment/Variables/QUERY_MINUTES");
            if (!variable.isMissingNode()) {
                minutes.put(name, variable.asText());
            }
        });
        assertThat(minutes).isEqualTo(Map.of("EstimateExport", "120", "PollQuery", "120"));
    }

    @Test
    void bucketsAreClosedKeptAndTakeTlsOnly() {
        SynthesizedApp.resources(template, "AWS::S3::Bucket").forEach((id, bucket) -> {
            assertThat(bucket.path("PublicAccessBlockConfiguration"))
                    .as(id)
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(bucket.path("OwnershipControls").toString()).contains("BucketOwnerEnforced");
            assertThat(template.path("Resources")
                            .path(id)
                            .path("DeletionPolicy")
                            .asText())
                    .isEqualTo("Retain");
        });
        assertThat(SynthesizedApp.resources(template, "AWS::S3::BucketPolicy").values())
                .hasSize(3)
                .allMatch(policy -> policy.toString().contains("\"aws:SecureTransport\":\"false\""));
    }

    @Test
    void workIsRemovedAfterSevenDaysAndUploadsAfterOne() {
        JsonNode rules = SynthesizedApp.resources(template, "AWS::S3::Bucket").entrySet().stream()
                .filter(bucket -> bucket.getKey().contains("Work"))
                .findFirst()
                .orElseThrow()
                .getValue()
                .path("LifecycleConfiguration")
                .path("Rules")
                .path(0);
        assertThat(rules.path("ExpirationInDays").asInt()).isEqualTo(7);
        assertThat(rules.path("AbortIncompleteMultipartUpload")
                        .path("DaysAfterInitiation")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void whatWasStoppedIsCleanedUp() {
        JsonNode rule = SynthesizedApp.resources(template, "AWS::Events::Rule").values().stream()
                .filter(r -> r.path("Targets").path(0).path("Id").asText().equals("CleanUp"))
                .findFirst()
                .orElseThrow();
        assertThat(rule.at("/EventPattern/detail").has("stateMachineArn")).isTrue();
        assertThat(rule.at("/EventPattern/detail/$or/0/status").toString()).isEqualTo("[\"ABORTED\",\"TIMED_OUT\"]");
        assertThat(rule.at("/EventPattern/detail/$or/1/error/0/anything-but"))
                .as("the codes of ends that the machine cleans up itself")
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
        assertThat(rule.at("/EventPattern/detail/$or/1/error/1").toString()).isEqualTo("{\"exists\":false}");
        String template = deployed.text(
                rule.path("Targets").path(0).path("InputTransformer").path("InputTemplate"));
        assertThat(template)
                .isEqualTo("{\"executionId\": <executionId>, \"event\": <aws.events.event.json>, \"workBucket\": \""
                        + DeployedTemplate.WORK + "\"}");
    }

    @Test
    void theModelOfTheApiIsTheRequestsSchema() throws Exception {
        JsonNode model = SynthesizedApp.resources(template, "AWS::ApiGateway::Model")
                .values()
                .iterator()
                .next();
        assertThat(model.path("Schema"))
                .isEqualTo(RequestModel.of(
                        Files.readString(SynthesizedApp.ROOT.resolve("events/export-request.schema.json"))));
    }

    @Test
    void theOpenApiDocumentHasEveryMethodOfTheApi() throws Exception {
        JsonNode document = OpenApi.document(
                new Settings.HttpApi(
                        Settings.Authorization.IAM,
                        Optional.empty(),
                        1,
                        1,
                        Optional.empty(),
                        Settings.Endpoint.REGIONAL,
                        List.of(),
                        Settings.ApiLogging.NONE,
                        Optional.empty()),
                Files.readString(SynthesizedApp.ROOT.resolve("events/export-request.schema.json")));
        Map<String, JsonNode> methods = SynthesizedApp.resources(template, "AWS::ApiGateway::Method");
        assertThat(methods.values())
                .extracting(m -> m.path("HttpMethod").asText())
                .containsExactlyInAnyOrder("POST", "GET", "GET", "DELETE");
        assertThat(methods.values())
                .allMatch(m -> m.path("AuthorizationType").asText().equals("AWS_IAM"))
                .allMatch(m -> m.path("Integration")
                        .path("PassthroughBehavior")
                        .asText()
                        .equals("NEVER"));
        assertThat(document.path("paths").path("/exports").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("post", "get");
        assertThat(document.path("paths").path("/exports/{id}").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("get", "delete");
        assertThat(document.at("/paths/~1exports/post/responses").properties())
                .extracting(Map.Entry::getKey)
                .contains("202", "400", "401", "403", "404", "409", "413", "415", "429", "500", "504", "4XX", "5XX");
        assertThat(document.path("components").path("schemas").path("ExportRequest"))
                .isEqualTo(SynthesizedApp.json(SynthesizedApp.ROOT.resolve("events/export-request.schema.json")));
    }

    private JsonNode machine() {
        return SynthesizedApp.resources(template, "AWS::StepFunctions::StateMachine")
                .values()
                .iterator()
                .next();
    }
}
