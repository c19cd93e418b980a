package io.featurestore.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.LocalAws;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.SageMakerService;
import io.featurestore.local.sagemaker.SageMakerService.OfflineStatus;
import io.featurestore.local.sample.SampleFeatureGroup;
import io.featurestore.local.store.StoreFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Writes feature groups in every possible state into a folder, before the services start on it.
final class BadInputTestGroups {
    private static final String REGION = "us-east-1";
    private static final String BUCKET = "feature-store-offline-" + LocalAws.ACCOUNT + "-" + REGION;
    private static final Instant CREATED = Instant.parse("2025-01-01T00:00:00Z");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GlueService glue;
    private final SageMakerService groups;

    private BadInputTestGroups(GlueService glue, SageMakerService groups) {
        this.glue = glue;
        this.groups = groups;
    }

    /// Writes the groups `customers` (with rows), `online-only`, `disabled` and so on.
    static void write(Path folder, int rows) throws IOException {
        try (StoreFolder store = StoreFolder.open(folder)) {
            Clock clock = Clock.systemUTC();
            LocalBuckets buckets = LocalBuckets.open(store.path().resolve("s3"));
            GlueService glue = new GlueService(store.documents(), clock);
            SageMakerService groups =
                    new SageMakerService(store.documents(), glue, buckets, LocalAws.ACCOUNT, REGION, clock);
            new SampleFeatureGroup(groups, glue, buckets).create(SampleFeatureGroup.Format.GLUE, rows);
            new BadInputTestGroups(glue, groups).write();
        }
    }

    private void write() {
        ObjectNode onlineOnly = request("online-only");
        onlineOnly.remove("OfflineStoreConfig");
        onlineOnly.putObject("OnlineStoreConfig").put("EnableOnlineStore", true);
        groups.create(onlineOnly, CREATED);

        groups.create(request("disabled"), CREATED);
        groups.setOfflineStatus("disabled", OfflineStatus.DISABLED, "");
        groups.create(request("blocked"), CREATED);
        groups.setOfflineStatus("blocked", OfflineStatus.BLOCKED, "The role cannot write to s3://" + BUCKET);

        ObjectNode uncatalogued = request("uncatalogued");
        ((ObjectNode) uncatalogued.get("OfflineStoreConfig")).put("DisableGlueTableCreation", true);
        groups.create(uncatalogued, CREATED);

        FeatureGroup.TableName lost = table(groups.create(request("lost"), CREATED));
        glue.removeTable(lost.database(), lost.name());

        foreign(table(groups.create(request("foreign"), CREATED)));
        groups.create(request("empty"), CREATED);
    }

    /// Creates a table of another job with the name of the offline store's table.
    private void foreign(FeatureGroup.TableName name) {
        var made = glue.table(name.database(), name.name()).orElseThrow();
        glue.putTable(Catalog.Table.parquet(
                made.database(), made.name(), made.location(), List.of(new Catalog.Column("id", "string")), List.of()));
    }

    private static FeatureGroup.TableName table(FeatureGroup group) {
        return group.offline().orElseThrow().table().orElseThrow();
    }

    private static ObjectNode request(String name) {
        ObjectNode request = JSON.objectNode()
                .put("FeatureGroupName", name)
                .put("RecordIdentifierFeatureName", "id")
                .put("EventTimeFeatureName", "at");
        ArrayNode features = request.putArray("FeatureDefinitions");
        features.addObject().put("FeatureName", "id").put("FeatureType", "String");
        features.addObject().put("FeatureName", "at").put("FeatureType", "String");
        features.addObject().put("FeatureName", "amount").put("FeatureType", "Integral");
        request.putObject("OfflineStoreConfig")
                .put("DisableGlueTableCreation", false)
                .putObject("S3StorageConfig")
                .put("S3Uri", "s3://" + BUCKET);
        return request.put("RoleArn", "arn:aws:iam::" + LocalAws.ACCOUNT + ":role/feature-store");
    }
}
