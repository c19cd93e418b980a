package io.featurestore.export.infra.monitoring;

import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/// Finds the SNS topic for completed exports and alarms: a new topic, an existing topic, or none, as the settings
/// say. An existing topic keeps its own policy and its own key.
///
/// EventBridge sends SNS no `aws:SourceAccount` and no `aws:SourceArn`, so its statement has no condition
/// (docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html). CloudWatch sends both.
public final class Notifications extends Construct {
    private final Optional<ITopic> topic;

    public Notifications(Construct scope, String id, Settings.Notifications settings, IKey key) {
        super(scope, id);
        topic = settings.topicArn()
                .map(arn -> Topic.fromTopicArn(this, "Existing", arn))
                .or(() -> settings.topic() ? Optional.of(topic(settings, key)) : Optional.empty());
    }

    public Optional<ITopic> topic() {
        return topic;
    }

    private ITopic topic(Settings.Notifications settings, IKey key) {
        Topic made = Topic.Builder.create(this, "Topic")
                .displayName("feature-store-export")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        made.addToResourcePolicy(publisher("events.amazonaws.com", made, Map.of()));
        made.addToResourcePolicy(publisher(
                "cloudwatch.amazonaws.com",
                made,
                Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount()))));
        settings.emails().forEach(email -> made.addSubscription(new EmailSubscription(email)));
        return made;
    }

    private static PolicyStatement publisher(String service, ITopic topic, Map<String, Object> conditions) {
        return PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal(service)))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(conditions)
                .build();
    }
}
