package io.featurestore.export.infra.cdk;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/// Returns the principals that may assume the roles of the stack. A service may assume a role only for resources
/// of this account, where the service tells AWS STS for which resource it acts.
public final class Trust {
    private static final String ACCOUNT = "aws:SourceAccount";
    private static final String ARN = "aws:SourceArn";

    private Trust() {}

    /// Returns Step Functions, for the state machines of this account and region
    /// (docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html, "Prevent cross-service confused
    /// deputy issue"). The role exists before the machine, so the ARN does not name it.
    public static IPrincipal stateMachines(Construct scope) {
        return service(scope, "states", new ResourceArns(scope).arn("states", "stateMachine:*"));
    }

    /// Returns EventBridge, for the rule of this name
    /// (docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html).
    public static IPrincipal rule(Construct scope, String name) {
        return service(scope, "events", new ResourceArns(scope).arn("events", "rule/" + name));
    }

    /// Returns EventBridge Scheduler, for the default group, which contains the stack's schedules. The source ARN
    /// that Scheduler sends is the group's
    /// (docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
    public static IPrincipal schedules(Construct scope) {
        return service(scope, "scheduler", new ResourceArns(scope).arn("scheduler", "schedule-group/default"));
    }

    /// Returns API Gateway, without a condition. API Gateway sends neither `aws:SourceAccount` nor `aws:SourceArn`
    /// when it assumes the role of an integration, so a condition would refuse every call: see
    /// github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws, pull request 479.
    /// `iam:PassRole` is what keeps other accounts out, as a role cannot be passed to another account's API.
    public static IPrincipal api() {
        return new ServicePrincipal("apigateway.amazonaws.com");
    }

    private static IPrincipal service(Construct scope, String service, String sourceArn) {
        return new PrincipalWithConditions(
                new ServicePrincipal(service + ".amazonaws.com"),
                new TreeMap<>(Map.of(
                        "StringEquals",
                        Map.of(ACCOUNT, Stack.of(scope).getAccount()),
                        "ArnLike",
                        Map.of(ARN, sourceArn))));
    }
}
