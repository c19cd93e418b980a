package io.featurestore.local.sagemaker;

import io.featurestore.local.http.ServiceException;

/// Holds the constraints of SageMaker's model for feature groups
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateFeatureGroup.html).
final class FeatureGroupLimits {
    static final Constraints.Text GROUP_NAME = Constraints.Text.like(1, 64, "[a-zA-Z0-9]([_-]*[a-zA-Z0-9]){0,63}");
    static final Constraints.Text NAME_OR_ARN = Constraints.Text.like(
            1,
            256,
            "(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:feature-group/)?([a-zA-Z0-9]([_-]*[a-zA-Z0-9]){0,63})");
    static final Constraints.Text FEATURE_NAME = Constraints.Text.like(1, 64, "[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63}");
    static final Constraints.Text FEATURE_TYPE = Constraints.Text.oneOf("Integral", "Fractional", "String");
    static final Constraints.Text COLLECTION_TYPE = Constraints.Text.oneOf("List", "Set", "Vector");
    static final Constraints.Text TABLE_FORMAT = Constraints.Text.oneOf("Default", "Glue", "Iceberg");
    static final Constraints.Text STORAGE_TYPE = Constraints.Text.oneOf("Standard", "InMemory");
    static final Constraints.Text TTL_UNIT = Constraints.Text.oneOf("Seconds", "Minutes", "Hours", "Days", "Weeks");
    static final Constraints.Text S3_URI = Constraints.Text.like(0, 1024, "(https|s3)://([^/]+)/?(.*)");
    static final Constraints.Text CATALOG_NAME = Constraints.Text.of(1, 255);
    static final Constraints.Text ROLE_ARN =
            Constraints.Text.like(20, 2048, "arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    static final Constraints.Text DESCRIPTION = Constraints.Text.of(0, 128);
    static final int FEATURES = 2500;
    static final int FEATURE_ADDITIONS = 100;
    static final int VECTOR_DIMENSION = 8192;
    /// The most feature definitions in one answer (API_DescribeFeatureGroup.html).
    static final int FEATURES_PAGE = 2500;
    /// The most feature groups in one answer, and the default (API_ListFeatureGroups.html; the default is not
    /// documented).
    static final int GROUPS_PAGE = 100;

    private FeatureGroupLimits() {}

    static Constraints constraints() {
        return new Constraints("ValidationException");
    }

    static ServiceException invalid(String message) {
        return new ServiceException(400, "ValidationException", "Validation Error: " + message);
    }
}
