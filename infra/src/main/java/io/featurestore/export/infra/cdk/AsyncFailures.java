package io.featurestore.export.infra.cdk;

import java.time.Duration;
import java.util.Objects;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Keeps asynchronous calls of a function that keep failing. Lambda would drop them without a trace.
public final class AsyncFailures {
    /// The most retries and the longest time that Lambda offers for asynchronous calls
    /// (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
    private static final int MOST_RETRIES = 2;
    private static final Duration OLDEST_EVENT = Duration.ofHours(6);

    private AsyncFailures() {}

    /// Sends the calls that keep failing to a queue.
    public static void keep(Construct scope, String id, Alias function, Queue queue) {
        CfnEventInvokeConfig.Builder.create(scope, id)
                .functionName(function.getLambda().getFunctionName())
                .qualifier(function.getAliasName())
                .maximumRetryAttempts(MOST_RETRIES)
                .maximumEventAgeInSeconds(OLDEST_EVENT.toSeconds())
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(queue.getQueueArn())
                                .build())
                        .build())
                .build();
        IRole role = Objects.requireNonNull(function.getRole(), "a function has a role");
        Grant.sender(queue).forEach(grant -> role.addToPrincipalPolicy(grant.statement()));
    }
}
