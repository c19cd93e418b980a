package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.infra.settings.Settings;
import io.featurestore.export.infra.settings.SettingsFile;
import io.featurestore.export.infra.stack.DeploymentFiles;
import io.featurestore.export.infra.stack.ExportStack;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIT {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:platform";

    private final JsonNode standard = SynthesizedApp.standard().export();
    private final JsonNode everything = SynthesizedApp.of("everything").export();
    private SynthesizedApp variants;

    /// Synthesizes three stacks in one app: two with the same schema, and one with another.
    @BeforeAll
    void synthesize(@TempDir Path folder) throws Exception {
        DeploymentFiles files = DeploymentFiles.of(SynthesizedApp.ROOT, SynthesizedApp.JAR);
        ObjectNode schema = (ObjectNode) SynthesizedApp.MAPPER.readTree(files.schemaText());
        schema.withObjectProperty("properties").putObject("fieldOfTomorrow").put("type", "string");
        Path changed = folder.resolve("schema.json");
        Files.writeString(changed, schema.toString());
        Settings settings = SettingsFile.parse(SynthesizedApp.resource("standard.json")
                .replace("\"ACCOUNT_ROLE\"", "\"NONE\"")
                .replace("\"REGIONAL\"", "\"PRIVATE\"")
                .replace("\"vpcEndpointIds\": []", "\"vpcEndpointIds\": [\"vpce-00000000\"]")
                .replace("\"topicArn\": null", "\"topicArn\": \"" + TOPIC + "\""));
        Path out = folder.resolve("cdk.out");
        App app = App.Builder.create()
                .outdir(out.toString())
                .analyticsReporting(false)
                .postCliContext(ExportApp.CONTEXT)
                .build();
        new ExportStack(app, "Today", settings, files);
        new ExportStack(app, "Again", settings, files);
        new ExportStack(
                app, "Tomorrow", settings, new DeploymentFiles(files.lambdaJar(), files.definition(), changed));
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
        app.synth();
        variants = new SynthesizedApp(out);
    }

    @Test
    void aChangedRequestModelIsANewDeployment() {
        assertThat(deployment("Today")).isEqualTo(deployment("Again")).isNotEqualTo(deployment("Tomorrow"));
        String model = SynthesizedApp.resources(standard, "AWS::ApiGateway::Model")
                .keySet()
                .iterator()
                .next();
        assertThat(standard.path("Resources")
                        .path(id(standard, "AWS::ApiGateway::Deployment"))
                        .path("DependsOn"))
                .extracting(JsonNode::asText)
                .contains(model);
    }

    /// The types are those of docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html.
    @Test
    void everyRefusalOfApiGatewayHasTheFormOfTheContract() throws Exception {
        Map<String, JsonNode> responses = SynthesizedApp.resources(standard, "AWS::ApiGateway::GatewayResponse");
        Set<String> types = new TreeSet<>();
        for (JsonNode response : responses.values()) {
            types.add(response.path("ResponseType").asText());
            JsonNode body = SynthesizedApp.MAPPER.readTree(response.at("/ResponseTemplates/application~1json")
                    .asText()
                    .replace("$context.error.messageString", "\"said by API Gateway\"")
                    .replace("$context.error.validationErrorString", "[missing ([\\\"featureGroupName\\\"])]"));
            assertThat(body.properties()).extracting(Map.Entry::getKey).containsExactly("error", "cause");
            assertThat(body.path("error").asText()).isIn("InvalidRequest", "AccessDenied", "Internal");
            assertThat(body.path("cause").asText())
                    .isEqualTo(
                            response.path("ResponseType").asText().equals("BAD_REQUEST_BODY")
                                    ? "[missing ([\"featureGroupName\"])]"
                                    : "said by API Gateway");
            assertThat(response.has("StatusCode")).isFalse();
        }
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "ACCESS_DENIED",
                        "API_CONFIGURATION_ERROR",
                        "AUTHORIZER_CONFIGURATION_ERROR",
                        "AUTHORIZER_FAILURE",
                        "BAD_REQUEST_BODY",
                        "BAD_REQUEST_PARAMETERS",
                        "DEFAULT_4XX",
                        "DEFAULT_5XX",
                        "EXPIRED_TOKEN",
                        "INTEGRATION_FAILURE",
                        "INTEGRATION_TIMEOUT",
                        "INVALID_API_KEY",
                        "INVALID_SIGNATURE",
                        "MISSING_AUTHENTICATION_TOKEN",
                        "QUOTA_EXCEEDED",
                        "REQUEST_TOO_LARGE",
                        "RESOURCE_NOT_FOUND",
                        "THROTTLED",
                        "UNAUTHORIZED",
                        "UNSUPPORTED_MEDIA_TYPE",
                        "WAF_FILTERED");
    }

    @Test
    void theRoleOfTheAccountIsTouchedOnlyWhereTheSettingsSaySo() {
        assertThat(SynthesizedApp.resources(standard, "AWS::ApiGateway::Account")).isEmpty();
        assertThat(stage(standard).has("AccessLogSetting")).isTrue();
        assertThat(stage(standard).at("/MethodSettings/0/LoggingLevel").asText()).isEqualTo("ERROR");

        JsonNode none = variants.template("Today");
        assertThat(SynthesizedApp.resources(none, "AWS::ApiGateway::Account")).isEmpty();
        assertThat(stage(none).has("AccessLogSetting")).isFalse();
        assertThat(stage(none).at("/MethodSettings/0/LoggingLevel").asText()).isEqualTo("OFF");

        assertThat(SynthesizedApp.resources(everything, "AWS::ApiGateway::Account")).hasSize(1);
    }

    @Test
    void theEndpointIsRegionalOrOnlyForTheNamedVpcEndpoints() {
        assertThat(rest(standard).at("/EndpointConfiguration/Types/0").asText()).isEqualTo("REGIONAL");
        assertThat(rest(standard).has("Policy")).isFalse();

        JsonNode internal = rest(everything);
        assertThat(internal.at("/EndpointConfiguration/Types/0").asText()).isEqualTo("PRIVATE");
        assertThat(internal.at("/EndpointConfiguration/VpcEndpointIds/0").asText())
                .isEqualTo("vpce-0123456789abcdef0");
        assertThat(internal.at("/Policy/Statement")).hasSize(2).allSatisfy(statement -> {
            boolean allow = statement.path("Effect").asText().equals("Allow");
            assertThat(statement.path("Action").asText()).isEqualTo("execute-api:Invoke");
            assertThat(statement.path("Condition")
                            .path(allow ? "StringEquals" : "StringNotEquals")
                            .path("aws:SourceVpce")
                            .toString())
                    .contains("vpce-0123456789abcdef0");
        });
    }

    /// A statement for everybody would let every identity of the account call the API without a permission.
    @Test
    void aPrivateApiWithSignedRequestsAllowsTheAccountAndNotEverybody() {
        assertThat(rest(variants.template("Today")).at("/Policy/Statement/0/Principal/AWS").toString())
                .contains(":root");
        assertThat(rest(everything).at("/Policy/Statement/0/Principal/AWS").asText()).isEqualTo("*");
    }

    @Test
    void cdkNagHasNoOpenFinding() {
        assertThat(variants.findings()).isEmpty();
    }

    @Test
    void theWebAclOfTheSettingsProtectsTheStage() {
        assertThat(SynthesizedApp.resources(everything, "AWS::WAFv2::WebACLAssociation")
                        .values())
                .singleElement()
                .satisfies(association -> {
                    assertThat(association.path("WebACLArn").asText()).contains(":regional/webacl/exports/");
                    assertThat(new DeployedTemplate(everything).text(association.path("ResourceArn")))
                            .matches("arn:aws:apigateway:eu-central-1::/restapis/\\w+/stages/\\w+");
                });
        assertThat(SynthesizedApp.resources(standard, "AWS::WAFv2::WebACLAssociation")).isEmpty();
    }

    @Test
    void anExistingTopicGetsTheAlarmsAndTheEndsOfExports() {
        JsonNode template = variants.template("Today");
        assertThat(SynthesizedApp.resources(template, "AWS::SNS::Topic")).isEmpty();
        assertThat(SynthesizedApp.resources(template, "AWS::CloudWatch::Alarm").values())
                .isNotEmpty()
                .allMatch(alarm -> alarm.at("/AlarmActions/0").asText().equals(TOPIC));
        assertThat(SynthesizedApp.resources(template, "AWS::Events::Rule").values())
                .anyMatch(rule -> rule.path("Targets").findValuesAsText("Arn").contains(TOPIC));
    }

    private String deployment(String stack) {
        return id(variants.template(stack), "AWS::ApiGateway::Deployment");
    }

    private static String id(JsonNode template, String type) {
        return SynthesizedApp.resources(template, type).keySet().iterator().next();
    }

    private static JsonNode stage(JsonNode template) {
        return SynthesizedApp.resources(template, "AWS::ApiGateway::Stage")
                .values()
                .iterator()
                .next();
    }

    private static JsonNode rest(JsonNode template) {
        return SynthesizedApp.resources(template, "AWS::ApiGateway::RestApi")
                .values()
                .iterator()
                .next();
    }
}
