package io.featurestore.export.infra.api;

import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.apigateway.ApiKey;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.CognitoUserPoolsAuthorizer;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.Period;
import software.amazon.awscdk.services.apigateway.QuotaSettings;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.cognito.IUserPool;
import software.amazon.awscdk.services.cognito.UserPool;
import software.constructs.Construct;

/// Defines who may call the API and how callers are authenticated.
final class ApiCallers extends Construct {
    private final Settings.Authorization authorization;
    private final @Nullable CognitoUserPoolsAuthorizer authorizer;

    ApiCallers(Construct scope, Settings.HttpApi settings, RestApi api) {
        super(scope, "Callers");
        authorization = settings.authorization();
        authorizer = switch (authorization) {
            case COGNITO -> authorizer(settings.userPoolArn().orElseThrow());
            case API_KEY -> {
                key(settings, api);
                yield null;
            }
            case IAM -> null;
        };
    }

    /// Returns the options that all methods share.
    MethodOptions.Builder methodOptions() {
        MethodOptions.Builder options = MethodOptions.builder();
        return switch (authorization) {
            case IAM -> options.authorizationType(AuthorizationType.IAM);
            case COGNITO -> options.authorizationType(AuthorizationType.COGNITO).authorizer(authorizer);
            case API_KEY -> options.authorizationType(AuthorizationType.NONE).apiKeyRequired(true);
        };
    }

    private CognitoUserPoolsAuthorizer authorizer(String arn) {
        IUserPool pool = UserPool.fromUserPoolArn(this, "Pool", arn);
        return CognitoUserPoolsAuthorizer.Builder.create(this, "Authorizer")
                .cognitoUserPools(List.of(pool))
                .build();
    }

    private void key(Settings.HttpApi settings, RestApi api) {
        ApiKey key = ApiKey.Builder.create(this, "Key")
                .description("Calls of feature-store-export")
                .build();
        UsagePlan.Builder plan = UsagePlan.Builder.create(this, "Plan")
                .apiStages(List.of(UsagePlanPerApiStage.builder()
                        .api(api)
                        .stage(api.getDeploymentStage())
                        .build()))
                .throttle(ThrottleSettings.builder()
                        .rateLimit(settings.requestsPerSecond())
                        .burstLimit(settings.burst())
                        .build());
        settings.requestsPerDay()
                .ifPresent(requests -> plan.quota(QuotaSettings.builder()
                        .limit(requests)
                        .period(Period.DAY)
                        .build()));
        plan.build().addApiKey(key);
    }
}
