package io.featurestore.machine;

import io.featurestore.store.objects.S3Uri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;

/// Creates and fills feature groups as any client of AWS does.
final class MachineGroups implements AutoCloseable {
    private final SageMakerClient sageMaker;
    private final SageMakerFeatureStoreRuntimeClient runtime;

    MachineGroups(ExportStack stack) {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        sageMaker = SageMakerClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        runtime = SageMakerFeatureStoreRuntimeClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    SageMakerFeatureStoreRuntimeClient runtime() {
        return runtime;
    }

    /// Returns the definitions of a feature group, in order.
    List<FeatureDefinition> definitions(String group) {
        return sageMaker.describeFeatureGroup(r -> r.featureGroupName(group)).featureDefinitions();
    }

    /// Returns a definition.
    static FeatureDefinition feature(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }

    /// Creates a feature group with an online store.
    ///
    /// @param bucket the bucket of its offline store
    void create(String name, String identifier, String eventTime, List<FeatureDefinition> features, String bucket) {
        boolean collections = features.stream().anyMatch(f -> f.collectionType() != null);
        sageMaker.createFeatureGroup(r -> r.featureGroupName(name)
                .recordIdentifierFeatureName(identifier)
                .eventTimeFeatureName(eventTime)
                .featureDefinitions(features)
                .onlineStoreConfig(o -> {
                    o.enableOnlineStore(true);
                    if (collections) {
                        // Only this kind of online store has collections.
                        o.storageType("InMemory");
                    }
                })
                .offlineStoreConfig(o -> o.s3StorageConfig(s -> s.s3Uri("s3://" + bucket)))
                .roleArn("arn:aws:iam::000000000000:role/feature-store"));
    }

    /// Returns the location of a feature group's offline files.
    S3Uri offline(String group) {
        return S3Uri.parse(sageMaker
                        .describeFeatureGroup(r -> r.featureGroupName(group))
                        .offlineStoreConfig()
                        .s3StorageConfig()
                        .resolvedOutputS3Uri()
                + "/");
    }

    /// Returns the name of a feature group's table.
    String table(String group) {
        return sageMaker
                .describeFeatureGroup(r -> r.featureGroupName(group))
                .offlineStoreConfig()
                .dataCatalogConfig()
                .tableName();
    }

    /// Puts a record. Fails as PutRecord does.
    void put(String group, List<FeatureValue> record) {
        runtime.putRecord(r -> r.featureGroupName(group).record(record));
    }

    static FeatureValue value(String name, String text) {
        return FeatureValue.builder().featureName(name).valueAsString(text).build();
    }

    /// Returns a record of the online store: a text, or a list of texts, by feature name.
    Map<String, Object> get(String group, String identifier) {
        Map<String, Object> record = new LinkedHashMap<>();
        runtime.getRecord(r -> r.featureGroupName(group).recordIdentifierValueAsString(identifier))
                .record()
                .forEach(v -> record.put(
                        v.featureName(), v.hasValueAsStringList() ? v.valueAsStringList() : v.valueAsString()));
        return record;
    }

    @Override
    public void close() {
        runtime.close();
        sageMaker.close();
    }
}
