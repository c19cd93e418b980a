package io.featurestore.local.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.features.OfflineFiles;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.SageMakerService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/// Creates the sample feature groups `customers` and `customers-iceberg`, whose history of half a year has the
/// difficulties of real ones. There are several versions of a customer, records that were written twice, late
/// records, deleted customers, NULL beside the empty text, numbers that lose digits in careless programs, and texts
/// with quotes, commas, line ends, Korean and emoji.
///
/// The feature groups are as SageMaker creates them. The table of the first one (Glue format, hourly partitions) is
/// as an ETL job leaves it: the String features `is_active` and `address` are a `boolean` and a `struct` there. The
/// second one (Iceberg format) has a text as event time and no address.
///
/// A sample replaces only a sample: a group with the samples' description and with a creation time of the day
/// 2023-11-14, which no call of CreateFeatureGroup can have any more. If another group has the name, the sample gets
/// the name with `demo-` before it. Tables and objects that no sample holds are never touched.
public final class SampleFeatureGroup {
    /// The format of a sample's offline store.
    public enum Format {
        /// A Glue table over Parquet files in hourly folders.
        GLUE("Glue", "customers"),
        /// An Iceberg table.
        ICEBERG("Iceberg", "customers-iceberg");

        private final String tableFormat;
        private final String group;

        Format(String tableFormat, String group) {
            this.tableFormat = tableFormat;
            this.group = group;
        }

        /// Returns the usual name of the feature group.
        public String group() {
            return group;
        }
    }

    /// The creation time 2023-11-14T22:13:20Z. It is fixed, so that the name of the table and the places of the
    /// files are always the same.
    private static final Instant CREATED = Instant.ofEpochSecond(1_700_000_000L);
    private static final Duration SAMPLES_DAY = Duration.ofMinutes(100);
    private static final String DESCRIPTION = "Sample customers: versions, duplicates, late and deleted records";
    private static final String OTHER_NAME = "demo-";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// A feature and the type of its column in the format Glue.
    private record Feature(String name, String type, String column) {
        JsonNode definition(String definedType) {
            ObjectNode definition = JSON.objectNode().put("FeatureName", name).put("FeatureType", definedType);
            return column.startsWith("array<") ? definition.put("CollectionType", "List") : definition;
        }
    }

    private static final String EVENT_TIME = "event_time";
    private static final String ADDRESS = "address";
    private static final List<Feature> FEATURES = List.of(
            new Feature("customer_id", "String", "string"),
            new Feature(EVENT_TIME, "Fractional", "double"),
            new Feature("age", "Integral", "bigint"),
            new Feature("lifetime_value", "Fractional", "double"),
            new Feature("is_active", "String", "boolean"),
            new Feature("segment", "String", "string"),
            new Feature("comment", "String", "string"),
            new Feature("email", "String", "string"),
            new Feature("tags", "String", "array<string>"),
            new Feature(ADDRESS, "String", "struct<city:string,zip:string>"));

    private final SageMakerService groups;
    private final Catalog catalog;
    private final Buckets buckets;

    /// Prepares to create samples in the account and region of the feature groups.
    public SampleFeatureGroup(SageMakerService groups, Catalog catalog, Buckets buckets) {
        this.groups = groups;
        this.catalog = catalog;
        this.buckets = buckets;
    }

    /// Creates a feature group with its bucket, table and files. A sample of the same name is deleted with its files
    /// first. The same number of rows gives the same rows, and in the format Glue the same files, byte for byte. A
    /// failure leaves no feature group.
    ///
    /// @param rows the number of rows in the table, at least 1, including duplicates and tombstones
    /// @return the feature group, whose name tells whether the usual one was free
    /// @throws IOException if both names belong to groups that are no samples, or if the files cannot be written
    public FeatureGroup create(Format format, int rows) throws IOException {
        if (rows < 1) {
            throw new IllegalArgumentException("A sample must have at least 1 row, not " + rows);
        }
        String name = name(format);
        String bucket = "feature-store-offline-" + groups.account() + "-" + groups.region();
        buckets.create(bucket);
        // One millisecond after the previous one: both have the same names, but they are different groups.
        Instant created =
                groups.find(name).map(before -> before.created().plusMillis(1)).orElse(CREATED);
        drop(name);
        FeatureGroup group = createEmpty(request(format, name, bucket), created);
        try {
            fill(format, group, rows);
        } catch (IOException | RuntimeException e) {
            drop(name);
            throw e;
        }
        return group;
    }

    private String name(Format format) throws IOException {
        for (String name : List.of(format.group(), OTHER_NAME + format.group())) {
            Optional<FeatureGroup> there = groups.find(name);
            if (there.isEmpty() || isSample(there.get())) {
                return name;
            }
        }
        throw new IOException("there are feature groups '" + format.group() + "' and '" + OTHER_NAME + format.group()
                + "' which are no samples, and they stay as they are; use another store, or delete one of them");
    }

    private boolean isSample(FeatureGroup group) {
        JsonNode described = groups.call("DescribeFeatureGroup", named(group.name()));
        return described.path("Description").asText().equals(DESCRIPTION)
                && !group.created().isBefore(CREATED)
                && group.created().isBefore(CREATED.plus(SAMPLES_DAY));
    }

    /// Creates the group at a place without objects. Objects of a group that was deleted, or that were put there by
    /// hand, stay.
    private FeatureGroup createEmpty(ObjectNode request, Instant first) throws IOException {
        for (Instant created = first; ; created = created.plusSeconds(1)) {
            FeatureGroup group = groups.create(request.deepCopy(), created);
            if (keys(folder(offline(group)), List.of(metadataFolder(offline(group))))
                    .isEmpty()) {
                return group;
            }
            removeGroup(group);
        }
    }

    private void fill(Format format, FeatureGroup group, int rows) throws IOException {
        FeatureGroup.Offline store = offline(group);
        Catalog.Table table = table(store);
        Schema schema = OfflineFiles.schema(columns());
        switch (format) {
            case GLUE -> {
                catalog.putTable(table.withColumns(columns()));
                Path scratch = Files.createTempDirectory("customers-sample");
                try {
                    SampleFiles files = new SampleFiles(buckets, store.dataLocation(), scratch);
                    new CustomerHistory(schema, rows).write(files);
                    catalog.addPartitions(table.database(), table.name(), List.copyOf(files.partitions()));
                } finally {
                    Files.delete(scratch);
                }
            }
            case ICEBERG -> {
                SampleAppends appends = new SampleAppends(
                        new IcebergCatalog(catalog, buckets).load(table.database(), table.name()),
                        store.dataLocation(),
                        EVENT_TIME);
                new CustomerHistory(schema, rows).write(appends);
                appends.append();
            }
        }
    }

    /// Deletes a sample with its files. The group is the last to go, so that a process that is killed meanwhile
    /// leaves nothing that the next call would take for foreign.
    private void drop(String name) throws IOException {
        Optional<FeatureGroup> group = groups.find(name);
        if (group.isPresent()) {
            FeatureGroup.Offline store = offline(group.get());
            String[] place = place(folder(store));
            for (String key : keys(folder(store), List.of())) {
                buckets.delete(place[0], key);
            }
            removeGroup(group.get());
        }
    }

    private void removeGroup(FeatureGroup group) {
        offline(group).table().ifPresent(table -> catalog.removeTable(table.database(), table.name()));
        groups.call("DeleteFeatureGroup", named(group.name()));
    }

    /// Returns the keys below a folder, without those below some folders.
    private List<String> keys(String folder, List<String> without) throws IOException {
        String[] place = place(folder);
        try (Stream<Buckets.Entry> objects = buckets.list(place[0], place[1])) {
            return objects.map(Buckets.Entry::key)
                    .filter(key -> without.stream().noneMatch(other -> key.startsWith(place(other)[1])))
                    .toList();
        }
    }

    /// Returns `s3://bucket/…/<group>-<seconds>/`, the place of everything in an offline store.
    private static String folder(FeatureGroup.Offline store) {
        return store.dataLocation().replaceFirst("data$", "");
    }

    /// Returns the place of the metadata that the creation of an Iceberg table writes.
    private static String metadataFolder(FeatureGroup.Offline store) {
        return folder(store) + "metadata/";
    }

    private static String[] place(String uri) {
        return uri.substring("s3://".length()).split("/", 2);
    }

    private static FeatureGroup.Offline offline(FeatureGroup group) {
        return group.offline().orElseThrow(() -> new IllegalStateException("a sample has an offline store"));
    }

    private Catalog.Table table(FeatureGroup.Offline store) {
        FeatureGroup.TableName name = store.table().orElseThrow();
        return catalog.table(name.database(), name.name()).orElseThrow();
    }

    private static List<Catalog.Column> columns() {
        return Stream.concat(
                        FEATURES.stream().map(feature -> new Catalog.Column(feature.name(), feature.column())),
                        FeatureGroup.SYSTEM_COLUMNS.stream())
                .toList();
    }

    private ObjectNode request(Format format, String name, String bucket) {
        ObjectNode request = JSON.objectNode()
                .put("FeatureGroupName", name)
                .put("RecordIdentifierFeatureName", "customer_id")
                .put("EventTimeFeatureName", EVENT_TIME);
        ArrayNode definitions = request.putArray("FeatureDefinitions");
        boolean iceberg = format == Format.ICEBERG;
        FEATURES.stream()
                .filter(feature -> !(iceberg && feature.name().equals(ADDRESS)))
                .forEach(feature -> definitions.add(
                        feature.definition(iceberg && feature.name().equals(EVENT_TIME) ? "String" : feature.type())));
        // Only this kind of online store supports collections such as the feature tags.
        request.putObject("OnlineStoreConfig").put("EnableOnlineStore", true).put("StorageType", "InMemory");
        request.putObject("OfflineStoreConfig")
                .put("TableFormat", format.tableFormat)
                .put("DisableGlueTableCreation", false)
                .putObject("S3StorageConfig")
                .put("S3Uri", "s3://" + bucket);
        return request.put("RoleArn", "arn:aws:iam::" + groups.account() + ":role/feature-store")
                .put("Description", DESCRIPTION);
    }

    private static ObjectNode named(String group) {
        return JSON.objectNode().put("FeatureGroupName", group);
    }
}
