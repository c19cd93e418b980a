package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/// Grants read access to the offline store: to the feature groups, databases, buckets and keys in the settings.
///
/// If Lake Formation governs the tables, `lakeformation:GetDataAccess` is not enough. In Lake Formation, the role
/// of StartQuery then needs SELECT and DESCRIBE on them, and the roles of ResolveTable and EstimateExport need
/// DESCRIBE.
final class OfflineStoreAccess {
    private final ResourceArns arns;
    private final Settings.OfflineStore store;

    OfflineStoreAccess(ResourceArns arns, Settings.OfflineStore store) {
        this.arns = arns;
        this.store = store;
    }

    /// Returns the grants for finding a table.
    List<Grant> description() {
        return List.of(
                Grant.of(
                        "sagemaker:DescribeFeatureGroup",
                        store.featureGroups().stream()
                                .map(name -> arns.arn("sagemaker", "feature-group/" + name))
                                .toList()),
                Grant.of("glue:GetTable", catalog()));
    }

    /// Returns the grants for listing the tables' files and reading their footers.
    List<Grant> files() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.of("glue:GetPartitions", catalog()),
                Grant.of("s3:GetObject", arns.objects(store.buckets())),
                Grant.of("s3:ListBucket", arns.buckets(store.buckets()))));
        return withKeys(grants);
    }

    /// Returns the grants for a query over the tables.
    List<Grant> query() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.of("athena:GetDataCatalog", arns.arn("athena", "datacatalog/AwsDataCatalog")),
                new Grant(
                        List.of(
                                "glue:GetDatabase",
                                "glue:GetTable",
                                "glue:GetPartition",
                                "glue:GetPartitions",
                                "glue:BatchGetPartition"),
                        catalog()),
                Grant.of("s3:GetObject", arns.objects(store.buckets())),
                new Grant(List.of("s3:GetBucketLocation", "s3:ListBucket"), arns.buckets(store.buckets())),
                Grant.of("lakeformation:GetDataAccess", "*")));
        return withKeys(grants);
    }

    private List<Grant> withKeys(List<Grant> grants) {
        if (!store.keyArns().isEmpty()) {
            grants.add(Grant.of(
                    "kms:Decrypt", store.keyArns().stream().map(arns::named).toList()));
        }
        return List.copyOf(grants);
    }

    private List<String> catalog() {
        List<String> tables = new ArrayList<>(List.of(arns.arn("glue", "catalog")));
        for (String database : store.databases()) {
            tables.add(arns.arn("glue", "database/" + database));
            tables.add(arns.arn("glue", "table/" + database + "/*"));
        }
        return List.copyOf(tables);
    }
}
