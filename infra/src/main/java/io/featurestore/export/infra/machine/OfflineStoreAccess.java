package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /// Returns the grants for finding a table. `glue:GetDatabase` tells a resource link from a database.
    List<Grant> description() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.of(
                        "sagemaker:DescribeFeatureGroup",
                        store.featureGroups().stream()
                                .map(Owned::of)
                                .flatMap(this::featureGroup)
                                .distinct()
                                .toList()),
                new Grant(List.of("glue:GetDatabase", "glue:GetTable"), catalog())));
        if (readsOtherAccounts()) {
            grants.add(Grant.of("athena:GetDataCatalog", dataCatalogs()));
        }
        grants.addAll(encryptedCatalog());
        return List.copyOf(grants);
    }

    /// Returns the ARNs of a feature group: with its name as it is, and in lower case. SageMaker authorizes some
    /// resources by their names in lower case (github.com/aws-solutions/research-service-workbench-on-aws, pull
    /// request 1048).
    private Stream<String> featureGroup(Owned group) {
        return Stream.of(group.name(), group.name().toLowerCase(Locale.ROOT))
                .map(name -> arns.arn(group.account(), "sagemaker", "feature-group/" + name));
    }

    /// Returns the grant for reading an encrypted data catalog, if it has a key. Glue uses the key with the
    /// permissions of its caller (docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html and
    /// docs.aws.amazon.com/athena/latest/ug/encryption.html, "Permissions to encrypted metadata").
    private List<Grant> encryptedCatalog() {
        return store.catalogKeyArn()
                .map(key -> List.of(
                        new Grant(List.of("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"), List.of(arns.named(key)))
                                .when(Map.of("StringEquals", Map.of("kms:ViaService", arns.endpoint("glue"))))))
                .orElseGet(List::of);
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
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.of("glue:GetPartitions", catalog()),
                Grant.of("s3:GetObject", arns.objects(store.buckets())),
                Grant.of("s3:ListBucket", arns.buckets(store.buckets()))));
        return withKeys(grants);
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
                // docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html: Athena looks up
                // the database `default` for every query, whatever the query reads.
                new Grant(
                        List.of("glue:GetDatabase"),
                        List.of(arns.arn("glue", "catalog"), arns.arn("glue", "database/default"))),
                Grant.of("s3:GetObject", arns.objects(store.buckets())),
                new Grant(List.of("s3:GetBucketLocation", "s3:ListBucket"), arns.buckets(store.buckets())),
                Grant.of("lakeformation:GetDataAccess", "*")));
        grants.addAll(encryptedCatalog());
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
