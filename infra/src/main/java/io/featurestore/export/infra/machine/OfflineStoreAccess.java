package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Grants read access to the offline store: to the feature groups, databases, buckets and keys in the settings.
///
/// If Lake Formation governs the tables, `lakeformation:GetDataAccess` is not enough. In Lake Formation, the role
/// of StartQuery then needs SELECT and DESCRIBE on them, and the roles of ResolveTable and EstimateExport need
/// DESCRIBE.
final class OfflineStoreAccess {
    private final ResourceArns arns;
    private final Settings.OfflineStore store;
    private final Places places;

    OfflineStoreAccess(ResourceArns arns, Settings.OfflineStore store, Places places) {
        this.arns = arns;
        this.store = store;
        this.places = places;
    }

    /// Returns the grants for finding a table. `glue:GetDatabase` tells a resource link from a database.
    List<Grant> description() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.of(
                        "sagemaker:DescribeFeatureGroup",
                        store.featureGroups().stream()
                                .map(Owned::of)
                                .map(group -> arns.arn(group.account(), "sagemaker", "feature-group/" + group.name()))
                                .toList()),
                new Grant(List.of("glue:GetDatabase", "glue:GetTable"), catalog())));
        if (readsOtherAccounts()) {
            grants.add(Grant.of("athena:GetDataCatalog", dataCatalogs()));
        }
        return List.copyOf(grants);
    }

    /// Returns whether a database belongs to another account. Its catalog may be registered in Athena by any name.
    private boolean readsOtherAccounts() {
        return store.databases().stream().map(Owned::of).anyMatch(database -> database.account()
                .isPresent());
    }

    private String dataCatalogs() {
        return arns.arn("athena", "datacatalog/" + (readsOtherAccounts() ? "*" : "AwsDataCatalog"));
    }

    /// Names a resource of this account, or of another one as `account/name`.
    private record Owned(Optional<String> account, String name) {
        static Owned of(String text) {
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Owned(Optional.empty(), text)
                    : new Owned(Optional.of(text.substring(0, slash)), text.substring(slash + 1));
        }
    }

    /// Returns the grants for listing the tables' files and reading their footers.
    List<Grant> files() {
        List<Grant> grants = new ArrayList<>(List.of(Grant.of("glue:GetPartitions", catalog())));
        grants.addAll(places.buckets(List.of("s3:ListBucket"), places.sources()));
        return withObjects(grants);
    }

    /// Returns the grants for a query over the tables.
    List<Grant> query() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.of("athena:GetDataCatalog", dataCatalogs()),
                new Grant(
                        List.of(
                                "glue:GetDatabase",
                                "glue:GetTable",
                                "glue:GetPartition",
                                "glue:GetPartitions",
                                "glue:BatchGetPartition"),
                        catalog()),
                Grant.of("lakeformation:GetDataAccess", "*")));
        grants.addAll(places.buckets(List.of("s3:GetBucketLocation", "s3:ListBucket"), places.sources()));
        return withObjects(grants);
    }

    private List<Grant> withObjects(List<Grant> grants) {
        grants.addAll(places.objects(List.of("s3:GetObject"), places.sources()));
        Set<String> keys =
                new LinkedHashSet<>(store.keyArns().stream().map(arns::named).toList());
        places.sources().forEach(place -> place.keyArn().ifPresent(keys::add));
        grants.addAll(places.keyed(List.of("kms:Decrypt"), keys));
        return List.copyOf(grants);
    }

    private List<String> catalog() {
        Set<String> tables = new LinkedHashSet<>(List.of(arns.arn("glue", "catalog")));
        for (String text : store.databases()) {
            Owned database = Owned.of(text);
            tables.add(arns.arn(database.account(), "glue", "catalog"));
            tables.add(arns.arn(database.account(), "glue", "database/" + database.name()));
            tables.add(arns.arn(database.account(), "glue", "table/" + database.name() + "/*"));
        }
        return List.copyOf(tables);
    }
}
