package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.InvalidSettingException;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.constructs.Construct;

/// Defines the permissions of each function. HEAD and GET requests need `s3:GetObject`. A function that may ask
/// for a missing object also needs `s3:ListBucket`, as S3 otherwise answers 403 instead of 404
/// (docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html).
public final class Permissions {
    private final List<String> outputs;
    private final List<String> outputBuckets;
    private final String work;
    private final String workBucket;
    /// Documents of a work folder that describe what is being published.
    private final List<String> publishing;

    private final List<String> results;
    private final List<String> resultBuckets;
    private final List<String> workgroups;
    private final List<String> dataKeys;
    private final OfflineStoreAccess offlineStore;

    public Permissions(Construct scope, Settings settings, Storage storage) {
        ResourceArns arns = new ResourceArns(scope);
        List<String> others = arns.buckets(settings.outputBuckets());
        workBucket = storage.work().getBucketArn();
        work = workBucket + "/work/*";
        publishing = List.of(work + "/publishing.json", work + "/upload.json");
        outputBuckets = with(storage.exports().getBucketArn(), others);
        outputs = outputBuckets.stream().map(bucket -> bucket + "/*").toList();
        resultBuckets = with(workBucket, others);
        results = with(work, others.stream().map(bucket -> bucket + "/*").toList());
        workgroups = with(settings.stackName(), settings.athena().otherWorkgroups()).stream()
                .map(name -> arns.arn("athena", "workgroup/" + name))
                .toList();
        dataKeys = settings.dataKeyArn().stream().map(arns::named).toList();
        offlineStore = new OfflineStoreAccess(arns, settings.offlineStore());
    }

    /// Returns the permissions of a function of the state machine.
    ///
    /// @throws InvalidSettingException if the function is unknown
    List<Grant> of(String function) {
        return switch (function) {
            case "ValidateRequest" -> List.of();
            case "ResolveTable" ->
                with(
                        offlineStore.description(),
                        workgroupDescription(),
                        read(outputs),
                        list(outputBuckets),
                        write(List.of(work)));
            case "EstimateExport" ->
                with(
                        offlineStore.description(),
                        offlineStore.files(),
                        workgroupDescription(),
                        read(List.of(work)),
                        list(List.of(workBucket)),
                        write(List.of(work)));
            case "StartQuery" -> startQuery();
            case "PollQuery" ->
                List.of(new Grant(
                        List.of(
                                "athena:GetQueryExecution",
                                "athena:GetQueryRuntimeStatistics",
                                "athena:StopQueryExecution"),
                        workgroups));
            case "PlanChunks" ->
                with(
                        List.of(Grant.of("athena:GetQueryResults", workgroups)),
                        read(results),
                        list(resultBuckets),
                        write(List.of(work)));
            case "ConvertChunk", "TransformOnlineChunk" ->
                with(read(results), list(resultBuckets), write(List.of(work)), abort(List.of(work)));
            case "FinalizeExport" ->
                with(
                        read(all()),
                        list(allBuckets()),
                        write(all()),
                        abort(outputs),
                        delete(outputs),
                        delete(publishing),
                        uploads(outputBuckets));
            case "CleanUp" ->
                with(
                        List.of(Grant.of("athena:StopQueryExecution", workgroups)),
                        read(all()),
                        list(allBuckets()),
                        write(List.of(work)),
                        delete(all()),
                        abort(all()),
                        uploads(allBuckets()));
            default ->
                throw new InvalidSettingException(
                        "The function " + function + " has no permissions: name them in Permissions.java.");
        };
    }

    private List<Grant> workgroupDescription() {
        return List.of(Grant.of("athena:GetWorkGroup", workgroups));
    }

    /// Returns the grants for a query. Athena reads the tables and writes the result with the permissions of the
    /// caller.
    private List<Grant> startQuery() {
        return with(
                List.of(new Grant(List.of("athena:StartQueryExecution", "athena:GetQueryExecution"), workgroups)),
                offlineStore.query(),
                read(results),
                write(results),
                abort(results),
                List.of(
                        Grant.of("s3:ListMultipartUploadParts", results),
                        new Grant(
                                List.of("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
                                resultBuckets)));
    }

    /// Returns the grants of the state machine. The Distributed Map itself reads the list of chunks and writes
    /// the results.
    List<Grant> ofMap() {
        return with(
                read(List.of(work)),
                write(List.of(work)),
                abort(List.of(work)),
                List.of(Grant.of("s3:ListMultipartUploadParts", work)));
    }

    private List<String> all() {
        return with(work, outputs);
    }

    private List<String> allBuckets() {
        return with(workBucket, outputBuckets);
    }

    private List<Grant> read(List<String> objects) {
        return keyed(Grant.of("s3:GetObject", objects), "kms:Decrypt");
    }

    /// Returns the grants for writing objects. They include `kms:Decrypt` where there are data keys, as S3 reads
    /// the parts of a multipart upload again when the upload is completed.
    private List<Grant> write(List<String> objects) {
        return keyed(Grant.of("s3:PutObject", objects), "kms:GenerateDataKey", "kms:Decrypt");
    }

    private List<Grant> keyed(Grant grant, String... keyActions) {
        return dataKeys.isEmpty() ? List.of(grant) : List.of(grant, new Grant(List.of(keyActions), dataKeys));
    }

    private static List<Grant> list(List<String> buckets) {
        return List.of(Grant.of("s3:ListBucket", buckets));
    }

    private static List<Grant> abort(List<String> objects) {
        return List.of(Grant.of("s3:AbortMultipartUpload", objects));
    }

    private List<Grant> uploads(List<String> buckets) {
        return List.of(
                Grant.of("s3:ListBucketMultipartUploads", buckets), Grant.of("s3:ListMultipartUploadParts", outputs));
    }

    private static List<Grant> delete(List<String> objects) {
        return List.of(Grant.of("s3:DeleteObject", objects));
    }

    private static List<String> with(String first, List<String> more) {
        return Stream.concat(Stream.of(first), more.stream()).distinct().toList();
    }

    @SafeVarargs
    private static List<Grant> with(List<Grant>... grants) {
        List<Grant> all = new ArrayList<>();
        for (List<Grant> some : grants) {
            all.addAll(some);
        }
        return List.copyOf(all);
    }
}
