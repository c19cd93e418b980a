package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.machine.Places.Place;
import io.featurestore.export.infra.settings.InvalidSettingException;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.constructs.Construct;

/// Defines the permissions of each function. HEAD and GET requests need `s3:GetObject`. A function that may
/// ask for a missing object also needs `s3:ListBucket`, as S3 otherwise answers 403 instead of 404
/// (docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html).
public final class Permissions {
    /// Documents of a work folder that describe what is being published.
    private static final List<String> PUBLISHING = List.of("publishing.json", "upload.json");

    private final Places places;
    private final List<String> workgroups;
    private final OfflineStoreAccess offlineStore;

    public Permissions(Construct scope, Settings settings, Places places) {
        ResourceArns arns = new ResourceArns(scope);
        this.places = places;
        workgroups = Stream.concat(Stream.of(settings.stackName()), settings.athena().otherWorkgroups().stream())
                .distinct()
                .map(name -> arns.arn("athena", "workgroup/" + name))
                .toList();
        offlineStore = new OfflineStoreAccess(arns, settings.offlineStore(), places);
    }

    /// Returns the permissions of a function of the state machine.
    ///
    /// @throws InvalidSettingException if the function is unknown
    List<Grant> of(String function) {
        return switch (function) {
            // The permission to count the executions names the machine, see ExportMachine.
            case "ValidateRequest" -> List.of(Grant.of("lambda:GetAccountSettings", "*"));
            case "ResolveTable" ->
                with(
                        offlineStore.description(),
                        workgroupDescription(),
                        read(places.outputs()),
                        list(places.outputs()),
                        write(places.work()));
            case "EstimateExport" ->
                with(
                        offlineStore.description(),
                        offlineStore.files(),
                        workgroupDescription(),
                        read(places.work()),
                        list(places.work()),
                        write(places.work()));
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
                        read(places.results()),
                        list(places.results()),
                        write(places.work()));
            case "ConvertChunk", "TransformOnlineChunk" ->
                with(read(places.results()), list(places.results()), write(places.work()), abort(places.work()));
            case "FinalizeExport" ->
                with(
                        read(places.all()),
                        list(places.all()),
                        write(places.all()),
                        abort(places.outputs()),
                        delete(places.outputs()),
                        places.workDocuments(List.of("s3:DeleteObject"), PUBLISHING),
                        uploads(places.outputs()));
            // They name the functions and the machine, see VersionRemoval.
            case "RemoveOldVersions" -> List.of();
            case "CleanUp" ->
                with(
                        List.of(Grant.of("athena:StopQueryExecution", workgroups)),
                        read(places.all()),
                        list(places.all()),
                        write(places.work()),
                        delete(places.all()),
                        abort(places.all()),
                        uploads(places.all()));
            default ->
                throw new InvalidSettingException(
                        "The function " + function + " has no permissions: name them in Permissions.java.");
        };
    }

    private List<Grant> workgroupDescription() {
        return List.of(Grant.of("athena:GetWorkGroup", workgroups));
    }

    /// Returns the grants for a query. Athena reads the tables and writes the result with the permissions of
    /// the caller.
    private List<Grant> startQuery() {
        return with(
                List.of(new Grant(List.of("athena:StartQueryExecution", "athena:GetQueryExecution"), workgroups)),
                offlineStore.query(),
                read(places.results()),
                write(places.results()),
                abort(places.results()),
                parts(places.results()),
                places.buckets(
                        List.of("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
                        places.results()));
    }

    /// Returns the grants of the state machine. The Distributed Map itself reads the list of chunks and
    /// writes the results.
    List<Grant> ofMap() {
        return with(read(places.work()), write(places.work()), abort(places.work()), parts(places.work()));
    }

    private List<Grant> read(List<Place> from) {
        return with(places.objects(List.of("s3:GetObject"), from), places.keys(List.of("kms:Decrypt"), from));
    }

    /// Returns the grants for writing objects. They include `kms:Decrypt` where there are keys, as S3 reads
    /// the parts of a multipart upload again when the upload is completed.
    private List<Grant> write(List<Place> to) {
        return with(
                places.objects(List.of("s3:PutObject"), to),
                places.keys(List.of("kms:GenerateDataKey", "kms:Decrypt"), to));
    }

    private List<Grant> list(List<Place> listed) {
        return places.buckets(List.of("s3:ListBucket"), listed);
    }

    private List<Grant> abort(List<Place> aborted) {
        return places.objects(List.of("s3:AbortMultipartUpload"), aborted);
    }

    private List<Grant> uploads(List<Place> listed) {
        return with(places.buckets(List.of("s3:ListBucketMultipartUploads"), listed), parts(places.outputs()));
    }

    private List<Grant> parts(List<Place> listed) {
        return places.objects(List.of("s3:ListMultipartUploadParts"), listed);
    }

    private List<Grant> delete(List<Place> deleted) {
        return places.objects(List.of("s3:DeleteObject"), deleted);
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
