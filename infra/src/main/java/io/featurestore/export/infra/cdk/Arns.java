package io.featurestore.export.infra;

import java.util.List;

import software.amazon.awscdk.Arn;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** Names and ARNs of what lies in the account and region of a stack. */
final class Place {
    private final Stack stack;

    Place(Construct scope) {
        this.stack = Stack.of(scope);
    }

    /** Returns a name of the settings with {@code {account}} and {@code {region}} filled in. */
    String named(String name) {
        return name.replace("{account}", stack.getAccount()).replace("{region}", stack.getRegion());
    }

    /** Returns an ARN in this account and region. */
    String arn(String service, String resource) {
        return stack.formatArn(ArnComponents.builder()
                .service(service)
                .resource(resource)
                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                .build());
    }

    String bucket(String name) {
        return Arn.format(ArnComponents.builder()
                .service("s3")
                .region("")
                .account("")
                .resource(named(name))
                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                .build(), stack);
    }

    List<String> objects(List<String> buckets) {
        return buckets.stream().map(name -> bucket(name) + "/*").toList();
    }

    List<String> buckets(List<String> names) {
        return names.stream().map(this::bucket).toList();
    }
}
