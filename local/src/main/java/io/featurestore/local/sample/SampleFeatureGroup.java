package io.featurestore.local.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.features.OfflineFiles;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.SageMakerService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/// Creates the sample feature group `customers`, whose history of half a year has the difficulties of real ones.
/// There are several versions of a customer, records that were written twice, late records, deleted customers,
/// NULL beside the empty text, numbers that lose digits in careless programs, and texts with quotes, commas, line
/// ends, Korean and emoji.
///
/// The feature group is as SageMaker creates it (Glue format, hourly partitions). Its table is as an ETL job
/// leaves it: the String features `is_active` and `address` are a `boolean` and a `struct` there.
public final class SampleFeatureGroup {
    /// The name of the feature group.
    public static final String NAME = "customers";

    /// The creation time 2023-11-14T22:13:20Z. It is fixed, so that the name of the table and the places of the
    /// files are always the same.
    private static final Instant CREATED = Instant.ofEpochSecond(1_700_000_000L);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// A feature and the type of its column.
    private record Feature(String name, String type, String column) {
        JsonNode definition() {
            ObjectNode definition = JSON.objectNode().put("FeatureName", name).put("FeatureType", type);
            return column.startsWith("array<") ? definition.put("CollectionType", "List") : definition;
        }
    }

    private static final List<Feature> FEATURES = List.of(
            new Feature("customer_id", "String", "string"),
            new Feature("event_time", "Fractional", "double"),
            new Feature("age", "Integral", "bigint"),
            new Feature("lifetime_value", "Fractional", "double"),
            new Feature("is_active", "String", "boolean"),
            new Feature("segment", "String", "string"),
            new Feature("comment", "String", "string"),
            new Feature("email", "String", "string"),
            new Feature("tags", "String", "array<string>"),
            new Feature("address", "String", "struct<city:string,zip:string>"));

    private final SageMakerService groups;
    private final Catalog catalog;
    private final Buckets buckets;

    /// Prepares to create the sample in the account and region of the feature groups.
    public SampleFeatureGroup(SageMakerService groups, Catalog catalog, Buckets buckets) {
        this.groups = groups;
        this.catalog = catalog;
        this.buckets = buckets;
    }

    /// Creates the feature group with its bucket, table and files. An existing one is deleted with its files
    /// first. The same number of rows gives the same files, byte for byte. A failure leaves no feature group.
    ///
    /// @param rows the number of rows in the table, at least 1, including duplicates and tombstones
    public FeatureGroup create(int rows) throws IOException {
        if (rows < 1) {
            throw new IllegalArgumentException("A sample must have at least 1 row, not " + rows);
        }
        String bucket = "feature-store-offline-" + groups.account() + "-" + groups.region();
        buckets.create(bucket);
        // One millisecond after the previous one: both have the same names, but they are different groups.
        Instant created =
                groups.find(NAME).map(before -> before.created().plusMillis(1)).orElse(CREATED);
        drop();
        FeatureGroup group = groups.create(request(bucket), created);
        try {
            fill(group, rows);
        } catch (IOException | RuntimeException e) {
            drop();
            throw e;
        }
        return group;
    }

    private void fill(FeatureGroup group, int rows) throws IOException {
        FeatureGroup.Offline store = group.offline().orElseThrow();
        Catalog.Table table = table(store);
        clear(store);
        catalog.putTable(evolved(table));
        Schema schema = OfflineFiles.schema(evolved(table).columns());
        Path scratch = Files.createTempDirectory("customers-sample");
        try {
            SampleFiles files = new SampleFiles(buckets, store.dataLocation(), scratch);
            new CustomerHistory(schema, rows).write(files);
            catalog.addPartitions(table.database(), table.name(), List.copyOf(files.partitions()));
        } finally {
            Files.delete(scratch);
        }
    }

    private void drop() throws IOException {
        Optional<FeatureGroup> group = groups.find(NAME);
        if (group.isPresent()) {
            groups.call("DeleteFeatureGroup", JSON.objectNode().put("FeatureGroupName", NAME));
        }
        Optional<FeatureGroup.Offline> store = group.flatMap(FeatureGroup::offline);
        if (store.isPresent()) {
            store.get().table().ifPresent(table -> catalog.removeTable(table.database(), table.name()));
            clear(store.get());
        }
    }

    private void clear(FeatureGroup.Offline store) throws IOException {
        String[] place = store.dataLocation().substring("s3://".length()).split("/", 2);
        List<String> keys;
        try (Stream<Buckets.Entry> objects = buckets.list(place[0], place[1] + "/")) {
            keys = objects.map(Buckets.Entry::key).toList();
        }
        for (String key : keys) {
            buckets.delete(place[0], key);
        }
    }

    private Catalog.Table table(FeatureGroup.Offline store) {
        FeatureGroup.TableName name = store.table().orElseThrow();
        return catalog.table(name.database(), name.name()).orElseThrow();
    }

    private static Catalog.Table evolved(Catalog.Table table) {
        List<Catalog.Column> columns = Stream.concat(
                        FEATURES.stream().map(feature -> new Catalog.Column(feature.name(), feature.column())),
                        FeatureGroup.SYSTEM_COLUMNS.stream())
                .toList();
        return table.withColumns(columns);
    }

    private ObjectNode request(String bucket) {
        ObjectNode request = JSON.objectNode()
                .put("FeatureGroupName", NAME)
                .put("RecordIdentifierFeatureName", "customer_id")
                .put("EventTimeFeatureName", "event_time");
        ArrayNode definitions = request.putArray("FeatureDefinitions");
        FEATURES.forEach(feature -> definitions.add(feature.definition()));
        // Only this kind of online store supports collections such as the feature tags.
        request.putObject("OnlineStoreConfig").put("EnableOnlineStore", true).put("StorageType", "InMemory");
        request.putObject("OfflineStoreConfig")
                .put("TableFormat", "Glue")
                .put("DisableGlueTableCreation", false)
                .putObject("S3StorageConfig")
                .put("S3Uri", "s3://" + bucket);
        return request.put("RoleArn", "arn:aws:iam::" + groups.account() + ":role/feature-store")
                .put("Description", "Sample customers: versions, duplicates, late and deleted records");
    }
}
