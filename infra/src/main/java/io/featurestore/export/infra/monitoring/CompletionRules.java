package io.featurestore.export.infra.monitoring;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.Trust;
import io.featurestore.export.infra.machine.ExportMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Builds the rules for the end of an execution. A separate event bus gets the unchanged status event:
/// `detail.output` is the export's result, and `detail.error` and `detail.cause` are the reason of a failure. An
/// execution that was stopped from outside is cleaned up.
public final class CompletionRules extends Construct {
    private static final List<String> ENDS = List.of("SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT");
    /// Statuses after which the machine itself does not run its clean-up.
    private static final List<String> STOPPED = List.of("ABORTED", "TIMED_OUT");
    /// The most retries and the longest time that Lambda offers for asynchronous calls
    /// (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
    private static final int MOST_RETRIES = 2;
    private static final Duration OLDEST_EVENT = Duration.ofHours(6);
    /// Placeholder of the whole event. It is not a text, so it has no quotes.
    private static final String EVENT = "<aws.events.event.json>";

    private final ExportMachine machine;
    private final Queue deadLetters;
    private final EventBus bus;

    public CompletionRules(
            Construct scope,
            String id,
            ExportMachine machine,
            Alias cleanUp,
            String workBucket,
            Queue deadLetters,
            Optional<ITopic> topic) {
        super(scope, id);
        this.machine = machine;
        this.deadLetters = deadLetters;
        bus = EventBus.Builder.create(this, "Bus")
                .eventBusName(Stack.of(this).getStackName())
                .build();
        CfnRule stopped = cleanUp(cleanUp, workBucket);
        CfnRule ended = ended(topic);
        allowDeadLetters(List.of(stopped, ended));
    }

    public String busName() {
        return bus.getEventBusName();
    }

    private CfnRule cleanUp(Alias cleanUp, String workBucket) {
        CfnRule rule = rule(
                "CleanUp",
                "Clean up after an export that was aborted or timed out",
                STOPPED,
                List.of(target("CleanUp", cleanUp.getFunctionArn())
                        .inputTransformer(CfnRule.InputTransformerProperty.builder()
                                .inputPathsMap(Map.of("executionId", "$.detail.executionArn"))
                                .inputTemplate("{\"executionId\": <executionId>, \"event\": " + EVENT
                                        + ", \"workBucket\": \"" + workBucket + "\"}")
                                .build())
                        .build()));
        // A clean-up that keeps failing is not lost: its event ends in the queue, which an alarm watches.
        CfnEventInvokeConfig.Builder.create(this, "CleanUpRetries")
                .functionName(cleanUp.getLambda().getFunctionName())
                .qualifier(cleanUp.getAliasName())
                .maximumRetryAttempts(MOST_RETRIES)
                .maximumEventAgeInSeconds(OLDEST_EVENT.toSeconds())
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(deadLetters.getQueueArn())
                                .build())
                        .build())
                .build();
        Objects.requireNonNull(cleanUp.getRole(), "a function has a role")
                .addToPrincipalPolicy(
                        Grant.of("sqs:SendMessage", deadLetters.getQueueArn()).statement());
        CfnPermission.Builder.create(this, "CleanUpCall")
                .action("lambda:InvokeFunction")
                .functionName(cleanUp.getFunctionArn())
                .principal("events.amazonaws.com")
                .sourceArn(rule.getAttrArn())
                .build();
        return rule;
    }

    private CfnRule ended(Optional<ITopic> topic) {
        List<CfnRule.TargetProperty> targets = new ArrayList<>();
        targets.add(target("Bus", bus.getEventBusArn())
                .roleArn(busRole().getRoleArn())
                .build());
        topic.ifPresent(t -> targets.add(target("Topic", t.getTopicArn()).build()));
        CfnRule rule = rule("Ended", "Tell of an export's end", ENDS, targets);
        rule.setName(endedRule());
        return rule;
    }

    /// Returns the name of the rule that the bus role trusts. A generated name would not be known before the role.
    private String endedRule() {
        return Stack.of(this).getStackName() + "-ended";
    }

    private CfnRule rule(String id, String description, List<String> statuses, List<CfnRule.TargetProperty> targets) {
        return CfnRule.Builder.create(this, id)
                .description(description)
                .state("ENABLED")
                .eventPattern(Map.of(
                        "source",
                        List.of("aws.states"),
                        "detail-type",
                        List.of("Step Functions Execution Status Change"),
                        "detail",
                        Map.of(
                                "status",
                                statuses,
                                "stateMachineArn",
                                List.of(machine.machine().getStateMachineArn()))))
                .targets(targets)
                .build();
    }

    private CfnRule.TargetProperty.Builder target(String id, String arn) {
        return CfnRule.TargetProperty.builder()
                .id(id)
                .arn(arn)
                .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                        .arn(deadLetters.getQueueArn())
                        .build());
    }

    private Role busRole() {
        Role role = Role.Builder.create(this, "BusRole")
                .description("What tells the bus of an export's end")
                .assumedBy(Trust.rule(this, endedRule()))
                .build();
        role.addToPolicy(Grant.of("events:PutEvents", bus.getEventBusArn()).statement());
        return role;
    }

    private void allowDeadLetters(List<CfnRule> rules) {
        deadLetters.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("events.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(deadLetters.getQueueArn()))
                .conditions(Map.of(
                        "ArnEquals",
                        Map.of(
                                "aws:SourceArn",
                                rules.stream().map(CfnRule::getAttrArn).toList())))
                .build());
    }
}
