package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/// Builds the buckets for exports, for work prefixes and for access logs. New buckets are encrypted and
/// refuse public access and plain HTTP. Existing buckets are not changed.
public final class Storage extends Construct {
    private static final Duration WORK_KEPT = Duration.days(7);
    private static final Duration UPLOADS_KEPT = Duration.days(1);
    private static final Duration ACCESS_LOGS_KEPT = Duration.days(90);

    private final Settings settings;
    private final IBucket exports;
    private final IBucket work;

    public Storage(Construct scope, String id, Settings settings) {
        super(scope, id);
        this.settings = settings;
        ResourceArns arns = new ResourceArns(this);
        Optional<Bucket> accessLogs = existing(settings.exportBucket()).isPresent()
                        && existing(settings.workBucket()).isPresent()
                ? Optional.empty()
                : Optional.of(accessLogs());
        exports = existing(settings.exportBucket())
                .map(name -> Bucket.fromBucketName(this, "Exports", arns.named(name)))
                .orElseGet(() -> exports(accessLogs.orElseThrow()));
        work = existing(settings.workBucket())
                .map(name -> Bucket.fromBucketName(this, "Work", arns.named(name)))
                .orElseGet(() -> work(accessLogs.orElseThrow()));
    }

    private static Optional<String> existing(Optional<Settings.Bucket> setting) {
        return setting.flatMap(Settings.Bucket::name);
    }

    public IBucket exports() {
        return exports;
    }

    public IBucket work() {
        return work;
    }

    /// Builds the bucket of exports. If the settings say so, it keeps replaced and deleted exports for some
    /// days, so that they can be restored, and deletes exports that are older than a number of days. A rule
    /// cannot both expire objects and remove the markers of deleted ones
    /// (docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html), so there is a rule for each.
    private Bucket exports(Bucket accessLogs) {
        Settings.Exports kept = settings.exports();
        LifecycleRule.Builder remains = LifecycleRule.builder().abortIncompleteMultipartUploadAfter(UPLOADS_KEPT);
        kept.oldVersionDays().ifPresent(days -> remains.noncurrentVersionExpiration(Duration.days(days))
                .expiredObjectDeleteMarker(true));
        List<LifecycleRule> rules = new ArrayList<>(List.of(remains.build()));
        kept.expireAfterDays()
                .ifPresent(days -> rules.add(LifecycleRule.builder()
                        .prefix("exports/")
                        .expiration(Duration.days(days))
                        .build()));
        return data("Exports", settings.exportBucket(), accessLogs)
                .versioned(kept.versioned())
                .lifecycleRules(rules)
                .build();
    }

    private Bucket work(Bucket accessLogs) {
        return data("Work", settings.workBucket(), accessLogs)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .abortIncompleteMultipartUploadAfter(UPLOADS_KEPT)
                        .expiration(WORK_KEPT)
                        .build()))
                .build();
    }

    private Bucket accessLogs() {
        return closed("AccessLogs")
                .encryption(BucketEncryption.S3_MANAGED)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().expiration(ACCESS_LOGS_KEPT).build()))
                .build();
    }

    private Bucket.Builder data(String id, Optional<Settings.Bucket> setting, Bucket accessLogs) {
        Bucket.Builder bucket = closed(id).serverAccessLogsBucket(accessLogs).serverAccessLogsPrefix(id + "/");
        return setting.flatMap(Settings.Bucket::keyArn)
                .or(settings::dataKeyArn)
                .map(arn -> bucket.encryption(BucketEncryption.KMS)
                        .bucketKeyEnabled(true)
                        .encryptionKey(Key.fromKeyArn(this, id + "Key", new ResourceArns(this).named(arn))))
                .orElseGet(() -> bucket.encryption(BucketEncryption.S3_MANAGED));
    }

    private Bucket.Builder closed(String id) {
        boolean delete = settings.deleteDataWithStack();
        return Bucket.Builder.create(this, id)
                .enforceSsl(true)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .removalPolicy(delete ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
    }
}
