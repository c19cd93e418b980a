package io.featurestore.export.infra.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.LogRetention;
import io.featurestore.export.infra.cdk.Trust;
import io.featurestore.export.infra.machine.ExportMachine;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.AwsIntegration;
import software.amazon.awscdk.services.apigateway.CfnModel;
import software.amazon.awscdk.services.apigateway.Deployment;
import software.amazon.awscdk.services.apigateway.IntegrationOptions;
import software.amazon.awscdk.services.apigateway.IntegrationResponse;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.MethodResponse;
import software.amazon.awscdk.services.apigateway.Model;
import software.amazon.awscdk.services.apigateway.PassthroughBehavior;
import software.amazon.awscdk.services.apigateway.RequestValidator;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// Builds the HTTP API. API Gateway checks a request's body with the request schema before it calls a service.
public final class Api extends Construct {
    private static final String JSON = "application/json";

    private final RestApi api;
    private final Role role;
    private final RequestValidator validator;
    private final CfnModel requestModel;
    private final Map<String, String> arns;
    private final ApiCallers callers;

    public Api(
            Construct scope,
            String id,
            Settings.HttpApi settings,
            int logRetentionDays,
            String requestSchema,
            ExportMachine machine,
            IKey logsKey) {
        super(scope, id);
        arns = Map.of(
                "StateMachineArn",
                machine.machine().getStateMachineArn(),
                "ExecutionArnPrefix",
                machine.executions().replaceAll("\\*$", ""));
        ApiEntry entry = new ApiEntry(this, settings);
        api = api(settings, entry, stage(settings, logRetentionDays, logsKey));
        role = role(machine);
        validator = RequestValidator.Builder.create(this, "Validator")
                .restApi(api)
                .validateRequestBody(true)
                .validateRequestParameters(true)
                .build();
        requestModel = requestModel(requestSchema);
        callers = new ApiCallers(this, settings, api);
        ApiResponses.addTo(api);
        for (ApiOperation operation : ApiOperation.values()) {
            add(operation);
        }
        entry.protect(api);
    }

    public String url() {
        return api.getUrl();
    }

    private RestApi api(Settings.HttpApi settings, ApiEntry entry, StageOptions stage) {
        RestApi.Builder builder = RestApi.Builder.create(this, "Api")
                .restApiName("feature-store-export")
                .description("Exports of feature groups: start, ask, list, stop")
                .endpointConfiguration(entry.endpoint())
                .deployOptions(stage);
        entry.policy().ifPresent(builder::policy);
        // The role is a setting of the whole account and region, which other APIs use too.
        return settings.logging() == Settings.ApiLogging.SET_ACCOUNT_ROLE
                ? builder.cloudWatchRole(true)
                        .cloudWatchRoleRemovalPolicy(RemovalPolicy.RETAIN)
                        .build()
                : builder.cloudWatchRole(false).build();
    }

    /// Returns the model of a request. A deployment is a copy of the API, so a changed model needs a new one, which
    /// a changed logical ID makes CloudFormation create.
    private CfnModel requestModel(String requestSchema) {
        Map<String, Object> schema = new JsonMapper()
                .convertValue(RequestModel.of(requestSchema), new TypeReference<Map<String, Object>>() {});
        CfnModel model = CfnModel.Builder.create(this, "ExportRequest")
                .restApiId(api.getRestApiId())
                .name("ExportRequest")
                .contentType(JSON)
                .schema(schema)
                .build();
        Deployment deployment = Objects.requireNonNull(api.getLatestDeployment(), "the API is deployed");
        deployment.addToLogicalId(Map.of("model", schema));
        deployment.getNode().addDependency(model);
        return model;
    }

    private void add(ApiOperation operation) {
        MethodOptions.Builder method = callers.methodOptions()
                .requestValidator(validator)
                .requestParameters(parameters(operation))
                .methodResponses(methodResponses(operation));
        if (operation.hasBody()) {
            method.requestModels(Map.of(JSON, Model.fromModelName(this, "Model" + operation, requestModel.getRef())));
        }
        api.getRoot()
                .resourceForPath(operation.path)
                .addMethod(operation.method, integration(operation), method.build());
    }

    private AwsIntegration integration(ApiOperation operation) {
        return AwsIntegration.Builder.create()
                .service("states")
                .action(operation.action)
                .integrationHttpMethod("POST")
                .options(IntegrationOptions.builder()
                        .credentialsRole(role)
                        .passthroughBehavior(PassthroughBehavior.NEVER)
                        .timeout(Duration.seconds(29))
                        .requestTemplates(Map.of(JSON, operation.requestTemplate(arns)))
                        .integrationResponses(List.of(
                                answer(operation.status, operation.answerTemplate())
                                        .build(),
                                answer("400", ApiOperation.refusedTemplate())
                                        .selectionPattern("4\\d{2}")
                                        .build(),
                                answer("500", ApiOperation.failedTemplate())
                                        .selectionPattern("5\\d{2}")
                                        .build()))
                        .build())
                .build();
    }

    private static IntegrationResponse.Builder answer(String status, String template) {
        return IntegrationResponse.builder().statusCode(status).responseTemplates(Map.of(JSON, template));
    }

    private static Map<String, Boolean> parameters(ApiOperation operation) {
        Map<String, Boolean> parameters = new HashMap<>();
        operation.query.forEach(name -> parameters.put("method.request.querystring." + name, false));
        if (operation.path.endsWith("{id}")) {
            parameters.put("method.request.path.id", true);
        }
        return parameters;
    }

    private static List<MethodResponse> methodResponses(ApiOperation operation) {
        List<MethodResponse> responses = new ArrayList<>();
        responses.add(MethodResponse.builder()
                .statusCode(operation.status)
                .responseParameters(
                        operation == ApiOperation.START ? Map.of("method.response.header.Location", true) : Map.of())
                .build());
        ApiOperation.REFUSALS.forEach(status ->
                responses.add(MethodResponse.builder().statusCode(status).build()));
        return responses;
    }

    private Role role(ExportMachine machine) {
        Role calls = Role.Builder.create(this, "Role")
                .description("What the API may ask of Step Functions")
                .assumedBy(Trust.api())
                .build();
        calls.addToPolicy(new Grant(
                        List.of("states:StartExecution", "states:ListExecutions"),
                        List.of(machine.machine().getStateMachineArn()))
                .statement());
        calls.addToPolicy(
                new Grant(List.of("states:DescribeExecution", "states:StopExecution"), List.of(machine.executions()))
                        .statement());
        machine.callers().forEach(grant -> calls.addToPolicy(grant.statement()));
        return calls;
    }

    private StageOptions stage(Settings.HttpApi settings, int logRetentionDays, IKey logsKey) {
        StageOptions.Builder stage = StageOptions.builder()
                .stageName("v1")
                .throttlingRateLimit(settings.requestsPerSecond())
                .throttlingBurstLimit(settings.burst())
                .dataTraceEnabled(false)
                .metricsEnabled(true)
                .tracingEnabled(true);
        return switch (settings.logging()) {
            case NONE -> stage.loggingLevel(MethodLoggingLevel.OFF).build();
            case ACCOUNT_ROLE, SET_ACCOUNT_ROLE ->
                stage.accessLogDestination(new LogGroupLogDestination(logs(logRetentionDays, logsKey)))
                        .accessLogFormat(AccessLogFormat.jsonWithStandardFields())
                        .loggingLevel(MethodLoggingLevel.ERROR)
                        .build();
        };
    }

    private LogGroup logs(int retentionDays, IKey key) {
        return LogGroup.Builder.create(this, "AccessLogs")
                .retention(LogRetention.of(retentionDays))
                .encryptionKey(key)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }
}
