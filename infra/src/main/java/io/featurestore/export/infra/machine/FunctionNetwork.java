package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Function;

/// Places a function in subnets of a VPC. IDs suffice for that, so synth asks no account about its network.
final class FunctionNetwork {
    /// Actions with which Lambda connects a function to its subnets
    /// (docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions).
    private static final List<String> ACTIONS = List.of(
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");

    private FunctionNetwork() {}

    /// Sets the subnets and allows Lambda to connect them. The permission is for Lambda alone: requests of a
    /// function's code carry the function's ARN.
    static void place(Function function, Role role, Settings.Network network) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(ACTIONS)
                .resources(List.of("*"))
                .conditions(Map.of("Null", Map.of("lambda:SourceFunctionArn", "true")))
                .build());
        if (function.getNode().getDefaultChild() instanceof CfnFunction resource) {
            resource.setVpcConfig(CfnFunction.VpcConfigProperty.builder()
                    .subnetIds(network.subnetIds())
                    .securityGroupIds(network.securityGroupIds())
                    .build());
        } else {
            throw new IllegalStateException("the CDK's Function has no CfnFunction");
        }
    }
}
