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

/// Builds the SNS topic for completed exports and alarms, if the settings ask for it.
public final class Notifications extends Construct {
    private final Optional<ITopic> topic;

    public Notifications(Construct scope, String id, Settings.Notifications settings, IKey key) {
        super(scope, id);
        topic = settings.topic() ? Optional.of(topic(settings, key)) : Optional.empty();
    }

    public Optional<ITopic> topic() {
        return topic;
    }

    private Topic topic(Settings.Notifications settings, IKey key) {
        Topic made = Topic.Builder.create(this, "Topic")
                .displayName("feature-store-export")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        made.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(
                        new ServicePrincipal("events.amazonaws.com"), new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(made.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        settings.emails().forEach(email -> made.addSubscription(new EmailSubscription(email)));
        return made;
    }
}
