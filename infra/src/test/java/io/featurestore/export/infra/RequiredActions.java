package io.featurestore.export.infra;

import io.featurestore.export.infra.DeployedTemplate.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Lists the IAM actions that a call needs, with their resources
/// (docs.aws.amazon.com/service-authorization/latest/reference/).
final class RequiredActions {
    private static final String HERE = ":us-east-1:000000000000:";

    /// Actions of the Lambda runtime.
    static final Set<String> WITHOUT_A_CALL =
            Set.of("logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords");
    /// Actions that Athena does with the permissions of the query's caller
    /// (docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html).
    static final Set<String> BY_ATHENA = Set.of(
            "athena:GetDataCatalog",
            "glue:GetDatabase",
            "glue:GetTable",
            "glue:GetPartition",
            "glue:GetPartitions",
            "glue:BatchGetPartition",
            "lakeformation:GetDataAccess",
            "s3:GetBucketLocation",
            "s3:ListBucket",
            "s3:ListBucketMultipartUploads",
            "s3:ListMultipartUploadParts",
            "s3:AbortMultipartUpload");
    /// Actions that no run of this test needs.
    static final Set<String> IN_A_FAULT = Set.of(
            // An upload is aborted when its conversion fails.
            "ConvertChunk s3:AbortMultipartUpload",
            "TransformOnlineChunk s3:AbortMultipartUpload",
            "FinalizeExport s3:AbortMultipartUpload",
            "CleanUp s3:AbortMultipartUpload",
            "FinalizeExport s3:ListBucketMultipartUploads",
            "FinalizeExport s3:ListMultipartUploadParts",
            "CleanUp s3:ListMultipartUploadParts",
            // Steps of a stopped export that still run find a mark of the stop.
            "CleanUp s3:PutObject",
            // A table that is not there may be behind a resource link of its database.
            "ResolveTable glue:GetDatabase",
            "EstimateExport glue:GetDatabase",
            // The sample's table has partition projection; a table with registered partitions needs it.
            "EstimateExport glue:GetPartitions",
            // EventBridge's call of the stop rule cannot reach the function; Lambda sends a clean-up that failed.
            "CleanUp sqs:SendMessage",
            // Embedded services publish no versions.
            "RemoveOldVersions lambda:ListVersionsByFunction",
            "RemoveOldVersions lambda:DeleteFunction",
            "RemoveOldVersions states:ListStateMachineVersions",
            "RemoveOldVersions states:DescribeStateMachine",
            "RemoveOldVersions states:DeleteStateMachineVersion",
            "RemoveOldVersions sqs:SendMessage",
            // Distinguishes a query result that was removed from one that may not be read.
            "PlanChunks s3:ListBucket",
            "ConvertChunk s3:ListBucket",
            "TransformOnlineChunk s3:ListBucket",
            // A query is stopped if it runs too long or its export was stopped.
            "PollQuery athena:StopQueryExecution",
            "CleanUp athena:StopQueryExecution");

    private RequiredActions() {}

    static List<Allowed> by(CallRecorder.Call call) {
        List<Allowed> needed = new ArrayList<>();
        String bucket = "arn:aws:s3:::" + bucket(call);
        switch (call.operation()) {
            case "S3.HeadObject", "S3.GetObject" -> {
                objects("s3:GetObject", call, needed);
                if (call.status() == 404) {
                    needed.add(new Allowed("s3:ListBucket", bucket));
                }
            }
            case "S3.HeadBucket", "S3.ListObjectsV2" -> needed.add(new Allowed("s3:ListBucket", bucket));
            case "S3.ListMultipartUploads" -> needed.add(new Allowed("s3:ListBucketMultipartUploads", bucket));
            case "S3.PutObject", "S3.CreateMultipartUpload", "S3.UploadPart", "S3.CompleteMultipartUpload" ->
                objects("s3:PutObject", call, needed);
            case "S3.CopyObject", "S3.UploadPartCopy" -> {
                objects("s3:PutObject", call, needed);
                needed.add(new Allowed(
                        "s3:GetObject", "arn:aws:s3:::" + call.source().replace("%2F", "/")));
            }
            case "S3.DeleteObjects" -> objects("s3:DeleteObject", call, needed);
            case "S3.ListParts" -> objects("s3:ListMultipartUploadParts", call, needed);
            case "S3.AbortMultipartUpload" -> objects("s3:AbortMultipartUpload", call, needed);
            case "Athena.StartQueryExecution",
                    "Athena.GetQueryExecution",
                    "Athena.GetQueryRuntimeStatistics",
                    "Athena.GetQueryResults",
                    "Athena.StopQueryExecution",
                    "Athena.GetWorkGroup" ->
                needed.add(new Allowed(
                        call.operation().replace("Athena.", "athena:"),
                        "arn:aws:athena" + HERE + "workgroup/feature-store-export"));
            case "Glue.GetTable", "Glue.GetPartitions" -> {
                String action = call.operation().replace("Glue.", "glue:");
                needed.add(new Allowed(action, "arn:aws:glue" + HERE + "catalog"));
                needed.add(new Allowed(
                        action,
                        "arn:aws:glue" + HERE + "database/" + call.name().split("/")[0]));
                needed.add(new Allowed(action, "arn:aws:glue" + HERE + "table/" + call.name()));
            }
            case "Lambda.GetAccountSettings" -> needed.add(new Allowed("lambda:GetAccountSettings", "*"));
            case "Sfn.ListExecutions" ->
                needed.add(new Allowed(
                        "states:ListExecutions", "arn:aws:states" + HERE + "stateMachine:" + DeployedTemplate.MACHINE));
            case "SageMaker.DescribeFeatureGroup" ->
                needed.add(new Allowed(
                        "sagemaker:DescribeFeatureGroup",
                        "arn:aws:sagemaker" + HERE + "feature-group/"
                                + call.name().substring(1)));
            default -> throw new AssertionError("which permission does it need? " + call);
        }
        return needed;
    }

    /// Maps the bucket of the embedded sample to SageMaker's bucket in the settings.
    private static String bucket(CallRecorder.Call call) {
        return call.bucket()
                .replaceFirst("^feature-store-offline-000000000000-us-east-1$", "sagemaker-us-east-1-000000000000");
    }

    private static void objects(String action, CallRecorder.Call call, List<Allowed> needed) {
        call.keys().forEach(key -> needed.add(new Allowed(action, "arn:aws:s3:::" + bucket(call) + "/" + key)));
    }
}
