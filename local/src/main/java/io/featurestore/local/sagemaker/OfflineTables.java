package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/// Creates the offline store of a new feature group: a location in S3 and a table in the data catalog, both named
/// as in AWS (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-offline.html).
final class OfflineTables {
    private static final String DATABASE = "sagemaker_featurestore";
    private static final List<Catalog.Column> HOURS = Stream.of("year", "month", "day", "hour")
            .map(name -> new Catalog.Column(name, "string"))
            .toList();

    /// Lets Athena find the hours by their folders, without registered partitions: every hour that an event time
    /// may have. Source: docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html.
    private static final Map<String, String> PROJECTION = Map.ofEntries(
            Map.entry("projection.enabled", "true"),
            Map.entry("projection.year.type", "integer"),
            Map.entry("projection.year.range", "1,9999"),
            Map.entry("projection.year.digits", "4"),
            Map.entry("projection.month.type", "integer"),
            Map.entry("projection.month.range", "1,12"),
            Map.entry("projection.month.digits", "2"),
            Map.entry("projection.day.type", "integer"),
            Map.entry("projection.day.range", "1,31"),
            Map.entry("projection.day.digits", "2"),
            Map.entry("projection.hour.type", "integer"),
            Map.entry("projection.hour.range", "0,23"),
            Map.entry("projection.hour.digits", "2"));

    private final Catalog catalog;
    private final Buckets buckets;
    private final String account;
    private final String region;
    private final IcebergCatalog iceberg;

    OfflineTables(Catalog catalog, Buckets buckets, String account, String region) {
        this.catalog = catalog;
        this.buckets = buckets;
        this.account = account;
        this.region = region;
        this.iceberg = new IcebergCatalog(catalog, buckets);
    }

    /// Completes the configuration of an offline store, and creates its table unless the request forbids it.
    void create(FeatureGroup group, ObjectNode config) {
        ObjectNode storage = (ObjectNode) config.get("S3StorageConfig");
        String uri = storage.path("S3Uri").asText().replaceAll("/+$", "");
        String bucket = uri.substring("s3://".length()).split("/", 2)[0];
        if (!Files.isDirectory(buckets.folder().resolve(bucket))) {
            throw FeatureGroupLimits.invalid("The bucket " + bucket + " of the S3Uri does not exist.");
        }
        boolean makeTable = !config.path("DisableGlueTableCreation").asBoolean(false);
        boolean named = config.path("DataCatalogConfig").isObject();
        long epoch = group.created().getEpochSecond();
        while (makeTable
                && !named
                && catalog.table(DATABASE, tableName(group.name(), epoch)).isPresent()) {
            // The group was deleted and created again within one second, which cannot happen in AWS.
            epoch++;
        }
        String data =
                uri + "/" + account + "/sagemaker/" + region + "/offline-store/" + group.name() + "-" + epoch + "/data";
        storage.put("ResolvedOutputS3Uri", data);
        config.put("DisableGlueTableCreation", !makeTable);
        if (makeTable && !named) {
            config.putObject("DataCatalogConfig")
                    .put("TableName", tableName(group.name(), epoch))
                    .put("Catalog", "AwsDataCatalog")
                    .put("Database", DATABASE);
        }
        if (makeTable) {
            createTable(group, config, data);
        }
    }

    /// Adds features to an existing table, before the system columns.
    void addColumns(FeatureGroup.TableName name, List<FeatureGroup.Feature> features) {
        catalog.table(name.database(), name.name()).ifPresent(table -> {
            if (table.iceberg()) {
                evolve(iceberg.load(table.database(), table.name()), features);
            } else {
                catalog.putTable(table.withColumns(grown(table.columns(), features)));
            }
        });
    }

    private static List<Catalog.Column> grown(List<Catalog.Column> before, List<FeatureGroup.Feature> features) {
        List<Catalog.Column> columns = new ArrayList<>(before);
        int end = columns.size();
        while (end > 0 && FeatureGroup.SYSTEM_COLUMNS.contains(columns.get(end - 1))) {
            end--;
        }
        columns.addAll(end, features.stream().map(FeatureGroup.Feature::column).toList());
        return columns;
    }

    /// Adds columns by Iceberg's schema evolution. The library gives them their field ids.
    private static void evolve(Table table, List<FeatureGroup.Feature> features) {
        Optional<String> next = Optional.ofNullable(table.schema().caseInsensitiveFindField("write_time"))
                .map(Types.NestedField::name);
        UpdateSchema update = table.updateSchema();
        for (FeatureGroup.Feature feature : features) {
            update.addColumn(feature.name(), IcebergSchema.type(feature, 0));
            next.ifPresent(column -> update.moveBefore(feature.name(), column));
        }
        update.commit();
    }

    private void createTable(FeatureGroup group, ObjectNode config, String location) {
        JsonNode names = config.path("DataCatalogConfig");
        String database = names.path("Database").asText();
        String table = names.path("TableName").asText();
        if (catalog.table(database, table).isPresent()) {
            throw FeatureGroupLimits.invalid(
                    "The table " + database + "." + table + " already exists. Choose a different name.");
        }
        catalog.createDatabase(database);
        if (config.path("TableFormat").asText("").equals("Iceberg")) {
            Schema schema = IcebergSchema.of(group);
            iceberg.createTable(
                    TableIdentifier.of(database, table),
                    schema,
                    IcebergSchema.partitions(group, schema),
                    location.replaceFirst("/data$", ""),
                    IcebergCatalog.properties(group.eventTime()));
        } else {
            Catalog.Table created = Catalog.Table.parquet(database, table, location, group.columns(), HOURS);
            Map<String, String> parameters = new TreeMap<>(created.parameters());
            parameters.putAll(PROJECTION);
            catalog.createTable(created.withParameters(parameters));
        }
    }

    private static String tableName(String group, long epoch) {
        return group.toLowerCase(Locale.ROOT).replace('-', '_') + "_" + epoch;
    }
}
