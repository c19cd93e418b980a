package io.featurestore.export.infra.api;

import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.apigateway.EndpointConfiguration;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.ec2.IVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAttributes;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/// Defines from where the API can be called: the endpoint, its resource policy, and the web ACL in front of it.
final class ApiEntry extends Construct {
    private static final String INVOKE = "execute-api:Invoke";
    /// All methods of the API. API Gateway fills in the API
    /// (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html).
    private static final String ALL = "execute-api:/*";
    private static final String VPC_ENDPOINT = "aws:SourceVpce";

    private final Settings.HttpApi settings;

    ApiEntry(Construct scope, Settings.HttpApi settings) {
        super(scope, "Entry");
        this.settings = settings;
    }

    EndpointConfiguration endpoint() {
        return switch (settings.endpoint()) {
            case REGIONAL ->
                EndpointConfiguration.builder()
                        .types(List.of(EndpointType.REGIONAL))
                        .build();
            case PRIVATE ->
                EndpointConfiguration.builder()
                        .types(List.of(EndpointType.PRIVATE))
                        .vpcEndpoints(settings.vpcEndpointIds().stream()
                                .map(this::vpcEndpoint)
                                .toList())
                        .build();
        };
    }

    /// Returns the resource policy, which a private API must have. It refuses calls that come from elsewhere than
    /// the VPC endpoints. With IAM authorization it allows the account, so that a caller still needs a permission of
    /// its own: a statement for everybody would be enough for any caller of the account
    /// (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html).
    Optional<PolicyDocument> policy() {
        return switch (settings.endpoint()) {
            case REGIONAL -> Optional.empty();
            case PRIVATE ->
                Optional.of(PolicyDocument.Builder.create()
                        .statements(List.of(
                                statement(Effect.ALLOW, callers(), "StringEquals"),
                                statement(Effect.DENY, new AnyPrincipal(), "StringNotEquals")))
                        .build());
        };
    }

    /// Puts the web ACL of the settings in front of the API's stage.
    void protect(RestApi api) {
        settings.webAclArn()
                .ifPresent(webAcl -> CfnWebACLAssociation.Builder.create(this, "WebAcl")
                        .resourceArn(new ResourceArns(this)
                                .ofAws(
                                        "apigateway",
                                        "/restapis/" + api.getRestApiId() + "/stages/"
                                                + api.getDeploymentStage().getStageName()))
                        .webAclArn(webAcl)
                        .build());
    }

    private IPrincipal callers() {
        return settings.authorization() == Settings.Authorization.IAM
                ? new AccountRootPrincipal()
                : new AnyPrincipal();
    }

    private PolicyStatement statement(Effect effect, IPrincipal principal, String operator) {
        return PolicyStatement.Builder.create()
                .effect(effect)
                .principals(List.of(principal))
                .actions(List.of(INVOKE))
                .resources(List.of(ALL))
                .conditions(Map.of(operator, Map.of(VPC_ENDPOINT, settings.vpcEndpointIds())))
                .build();
    }

    private IVpcEndpoint vpcEndpoint(String id) {
        return InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(
                this,
                id,
                InterfaceVpcEndpointAttributes.builder()
                        .vpcEndpointId(id)
                        .port(443)
                        .build());
    }
}
