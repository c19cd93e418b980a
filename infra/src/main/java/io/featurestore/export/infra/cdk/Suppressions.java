package io.featurestore.export.infra.cdk;

import io.featurestore.export.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Stack;
import software.constructs.IConstruct;

/// Accepts findings of cdk-nag, each with its reason. No other class accepts a finding.
public final class Suppressions {
    private static final String WILDCARD = "AwsSolutions-IAM5";

    private Suppressions() {}

    /// Accepts the findings of an export stack.
    public static void applyToExport(Stack stack, Settings settings) {
        List<NagPackSuppression> all = new ArrayList<>(List.of(
                because(
                        WILDCARD,
                        "Resource::*",
                        "X-Ray's segments, network interfaces of Lambda, the delivery of Step Functions' logs and "
                                + "lakeformation:GetDataAccess know no resources; the stack's test lists every such action."),
                because(
                        WILDCARD,
                        matching("^Resource::.*/work/\\*(/[a-z]+\\.json)?$"),
                        "Objects of work prefixes, whose names are made when an export runs."),
                because(
                        WILDCARD,
                        matching("^Resource::(<Storage.*\\.Arn>|arn:.*:s3:::)[^*]*/\\*$"),
                        "Objects of the buckets that the settings name; their keys are the callers' to choose."),
                because(
                        WILDCARD,
                        matching("^Resource::.*:table/[^*]+/\\*$"),
                        "Tables of the databases that the settings name; a table's name holds the time of its making."),
                because(
                        WILDCARD,
                        matching("^Resource::.*:athena:.*:datacatalog/\\*$"),
                        "Athena's registered data catalogs, where the settings name a database of another account: its "
                                + "catalog may have any name."),
                because(
                        WILDCARD,
                        matching("^Resource::.*:feature-group/.+$"),
                        "Feature groups by a prefix, where the settings say so."),
                because(
                        WILDCARD,
                        matching("^Resource::.*:execution:.*:\\*$"),
                        "Executions of this one state machine, whose names are made when they start."),
                because(
                        WILDCARD,
                        matching("^Resource::<Functions.*\\.Arn>:\\*$"),
                        "Versions of the stack's own functions: a running execution calls those of its own definition."),
                because("AwsSolutions-SQS3", "The queue is the dead-letter queue of rules and schedules.")));
        settings.api().ifPresent(api -> all.addAll(of(api)));
        NagSuppressions.addStackSuppressions(stack, all);
    }

    /// Accepts the findings of the pipeline's stack.
    public static void applyToPipeline(Stack stack) {
        NagSuppressions.addStackSuppressions(
                stack,
                List.of(
                        because(
                                WILDCARD,
                                "CDK Pipelines makes these roles, for its "
                                        + "own artifacts, log groups and the bootstrap's roles; PipelineBoundary bounds them all.")));
    }

    /// Accepts the CDK's warning that a snapshot needs a published version. The alias points to one.
    public static void versionIsPublished(IConstruct function) {
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish", "The alias stands for a published version.");
    }

    private static List<NagPackSuppression> of(Settings.HttpApi api) {
        List<NagPackSuppression> all = new ArrayList<>();
        if (api.webAclArn().isEmpty()) {
            all.add(because(
                    "AwsSolutions-APIG3",
                    "Callers are authenticated and throttled; a firewall is the account's to choose and to pay: the "
                            + "settings take its ARN."));
        }
        switch (api.logging()) {
            case NONE -> {
                all.add(because("AwsSolutions-APIG1", "The settings ask for no logs of the API."));
                all.add(because("AwsSolutions-APIG6", "The settings ask for no logs of the API."));
            }
            case ACCOUNT_ROLE -> {}
            case SET_ACCOUNT_ROLE ->
                all.add(because(
                        "AwsSolutions-IAM4", "The one way by which API Gateway may write logs for an account."));
        }
        switch (api.authorization()) {
            case COGNITO -> {}
            case IAM -> all.add(because("AwsSolutions-COG4", "The settings ask for IAM's signed requests."));
            case API_KEY -> {
                all.add(because("AwsSolutions-COG4", "The settings ask for an API key."));
                all.add(because("AwsSolutions-APIG4", "The settings ask for an API key, which every method demands."));
            }
        }
        return all;
    }

    private static RegexAppliesTo matching(String regex) {
        return RegexAppliesTo.builder()
                .regex("/" + regex.replace("/", "\\/") + "/")
                .build();
    }

    private static NagPackSuppression because(String rule, Object finding, String reason) {
        return NagPackSuppression.builder()
                .id(rule)
                .appliesTo(List.of(finding))
                .reason(reason)
                .build();
    }

    private static NagPackSuppression because(String rule, String reason) {
        return NagPackSuppression.builder().id(rule).reason(reason).build();
    }
}
