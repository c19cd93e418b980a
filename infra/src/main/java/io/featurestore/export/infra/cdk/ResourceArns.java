package io.featurestore.export.infra.cdk;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Arn;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/// Builds names and ARNs of resources in the account and region of a stack.
public final class ResourceArns {
    private final Stack stack;

    public ResourceArns(Construct scope) {
        this.stack = Stack.of(scope);
    }

    /// Returns a name of the settings with `{account}` and `{region}` filled in.
    public String named(String name) {
        return name.replace("{account}", stack.getAccount()).replace("{region}", stack.getRegion());
    }

    /// Returns the name of a service's endpoint in this region, as `kms:ViaService` has it
    /// (docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html).
    public String endpoint(String service) {
        return service + "." + stack.getRegion() + "." + stack.getUrlSuffix();
    }

    /// Returns an ARN in this account and region.
    public String arn(String service, String resource) {
        return arn(Optional.empty(), service, resource);
    }

    /// Returns an ARN in the given account, or in this one if it is empty, and this region.
    public String arn(Optional<String> account, String service, String resource) {
        ArnComponents.Builder components =
                ArnComponents.builder().service(service).resource(resource).arnFormat(ArnFormat.NO_RESOURCE_NAME);
        account.ifPresent(components::account);
        return stack.formatArn(components.build());
    }

    /// Returns an ARN in this region whose account is empty, as API Gateway's are.
    public String ofAws(String service, String resource) {
        return arn(Optional.of(""), service, resource);
    }

    /// Returns the ARN of a bucket; `name` may hold `{account}` and `{region}`.
    public String bucket(String name) {
        return Arn.format(
                ArnComponents.builder()
                        .service("s3")
                        .region("")
                        .account("")
                        .resource(named(name))
                        .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                        .build(),
                stack);
    }

    /// Returns the ARNs of all objects of each bucket.
    public List<String> objects(List<String> buckets) {
        return buckets.stream().map(name -> bucket(name) + "/*").toList();
    }

    /// Returns the ARN of each bucket.
    public List<String> buckets(List<String> names) {
        return names.stream().map(this::bucket).toList();
    }
}
