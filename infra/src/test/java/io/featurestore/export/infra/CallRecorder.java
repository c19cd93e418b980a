package io.featurestore.export.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Records each call that a handler makes through the SDK. The SDK of each class loader finds this class through
/// the file `execution.interceptors`. The name of the loader is the name of the function.
public final class CallRecorder implements ExecutionInterceptor {
    private static final String CALLS = "io.featurestore.export.infra.calls";

    /// Describes a call.
    ///
    /// @param function the function that made it
    /// @param operation service and operation, such as `S3.GetObject`
    /// @param bucket the bucket, else empty
    /// @param keys the objects' keys, or the prefix
    /// @param source bucket and key of a copy's source, else empty
    /// @param name the name of a described resource, else empty
    /// @param status HTTP status of the answer, such as 404
    record Call(
            String function,
            String operation,
            String bucket,
            List<String> keys,
            String source,
            String name,
            int status) {
        private static Call of(Object[] fields) {
            return new Call(
                    (String) fields[0],
                    (String) fields[1],
                    (String) fields[2],
                    List.of((String[]) fields[3]),
                    (String) fields[4],
                    (String) fields[5],
                    (Integer) fields[6]);
        }
    }

    /// Returns the calls that all loaders of this JVM have recorded.
    static List<Call> calls() {
        return queue().stream().map(Call::of).toList();
    }

    /// Shared through a JDK class, as only those are the same for all loaders.
    @SuppressWarnings("unchecked")
    private static Queue<Object[]> queue() {
        return (Queue<Object[]>) System.getProperties().computeIfAbsent(CALLS, _ -> new ConcurrentLinkedQueue<>());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        record(context.request(), attributes, 200);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        record(
                context.request(),
                attributes,
                context.exception() instanceof AwsServiceException e ? e.statusCode() : 0);
    }

    private static void record(SdkRequest request, ExecutionAttributes attributes, int status) {
        String function = CallRecorder.class.getClassLoader().getName();
        if (function.equals("app")) {
            return;
        }
        List<String> keys = new ArrayList<>();
        String key = first(request, "Key", "DestinationKey", "Prefix");
        if (!key.isEmpty()) {
            keys.add(key);
        }
        request.getValueForField("Delete", SdkPojo.class).ifPresent(delete -> deleted(delete, keys));
        queue().add(new Object[] {
            function,
            attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + "."
                    + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
            first(request, "Bucket", "DestinationBucket"),
            keys.toArray(String[]::new),
            first(request, "CopySource"),
            first(request, "DatabaseName") + "/" + first(request, "Name", "TableName", "FeatureGroupName"),
            status
        });
    }

    private static void deleted(SdkPojo delete, List<String> keys) {
        List<?> objects = (List<?>) field(delete, "Objects").getValueOrDefault(delete);
        objects.forEach(
                object -> keys.add((String) field((SdkPojo) object, "Key").getValueOrDefault(object)));
    }

    private static SdkField<?> field(SdkPojo pojo, String name) {
        return pojo.sdkFields().stream()
                .filter(f -> f.memberName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Returns the first of the fields that the request has.
    private static String first(SdkRequest request, String... fields) {
        return Stream.of(fields)
                .flatMap(field -> request.getValueForField(field, Object.class).stream())
                .findFirst()
                .map(Object::toString)
                .orElse("");
    }
}
