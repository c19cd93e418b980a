package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.settings.Settings;
import java.util.Optional;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.constructs.Construct;

/// Builds the Athena work group with metrics, a scan limit and encrypted results. A query's output location
/// takes precedence over the work group's, as each execution has its own location.
public final class ExportWorkgroup extends Construct {
    private final CfnWorkGroup workgroup;

    public ExportWorkgroup(Construct scope, String id, Settings settings, Storage storage, Places places) {
        super(scope, id);
        workgroup = CfnWorkGroup.Builder.create(this, "Workgroup")
                .name(settings.stackName())
                .description("Queries of feature store exports")
                .state("ENABLED")
                .recursiveDeleteOption(true)
                .workGroupConfiguration(CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                        .enforceWorkGroupConfiguration(false)
                        .publishCloudWatchMetricsEnabled(true)
                        .bytesScannedCutoffPerQuery(settings.athena().scanLimitBytes())
                        .resultConfiguration(CfnWorkGroup.ResultConfigurationProperty.builder()
                                .outputLocation("s3://" + storage.work().getBucketName() + "/work/")
                                .expectedBucketOwner(places.workAccount())
                                .encryptionConfiguration(encryption(places.workKey()))
                                .build())
                        .build())
                .build();
    }

    private static CfnWorkGroup.EncryptionConfigurationProperty encryption(Optional<String> key) {
        CfnWorkGroup.EncryptionConfigurationProperty.Builder encryption =
                CfnWorkGroup.EncryptionConfigurationProperty.builder();
        return key.map(arn -> encryption.encryptionOption("SSE_KMS").kmsKey(arn))
                .orElseGet(() -> encryption.encryptionOption("SSE_S3"))
                .build();
    }

    /// Returns the name. A resource that uses it is deployed after the work group.
    public String name() {
        return workgroup.getRef();
    }
}
