package io.featurestore.export.infra.stack;

import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackSynthesizer;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PermissionsBoundary;

/// Applies what a platform demands of every stack.
public final class PlatformRules {
    private PlatformRules() {}

    /// Returns the synthesizer that finds the resources of the CDK bootstrap with the settings' qualifier.
    public static StackSynthesizer synthesizer(Settings.Platform platform) {
        DefaultStackSynthesizer.Builder synthesizer = DefaultStackSynthesizer.Builder.create();
        platform.bootstrapQualifier().ifPresent(synthesizer::qualifier);
        return synthesizer.build();
    }

    /// Tags every resource that can have tags, and bounds every role, also the roles that the CDK creates for
    /// itself.
    public static void apply(Stack stack, Settings.Platform platform) {
        platform.tags().forEach(Tags.of(stack)::add);
        platform.permissionsBoundaryArn()
                .map(new ResourceArns(stack)::named)
                .map(arn -> ManagedPolicy.fromManagedPolicyArn(stack, "PermissionsBoundary", arn))
                .ifPresent(policy -> PermissionsBoundary.of(stack).apply(policy));
    }
}
