package io.featurestore.export.infra;

import java.util.Optional;

import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.constructs.Construct;

/**
 * The Athena work group: metrics, a scan limit, encrypted results. What a query says of its result's place holds, as each
 * execution has a place of its own.
 */
final class ExportWorkgroup extends Construct {
    private final CfnWorkGroup workgroup;

    ExportWorkgroup(Construct scope, String id, Settings settings, Storage storage) {
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
                                .encryptionConfiguration(encryption(settings.dataKeyArn().map(new Place(
                                        this)::named)))
                                .build())
                        .build())
                .build();
    }

    private static CfnWorkGroup.EncryptionConfigurationProperty encryption(Optional<String> key) {
        CfnWorkGroup.EncryptionConfigurationProperty.Builder encryption = CfnWorkGroup.EncryptionConfigurationProperty
                .builder();
        return key.map(arn -> encryption.encryptionOption("SSE_KMS").kmsKey(arn))
                .orElseGet(() -> encryption.encryptionOption("SSE_S3"))
                .build();
    }

    /** Returns the name; what uses it is deployed after the work group. */
    String name() {
        return workgroup.getRef();
    }
}
