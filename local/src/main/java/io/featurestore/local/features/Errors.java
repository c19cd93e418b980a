package io.featurestore.local.features;

import io.featurestore.local.http.ServiceException;

/// Builds the errors of the runtime
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_feature_store_PutRecord.html).
final class Errors {
    static final String VALIDATION = "ValidationError";

    private Errors() {}

    static ServiceException invalid(String message) {
        return new ServiceException(400, VALIDATION, "Validation Error: " + message);
    }

    /// Returns the error for an unknown group: a validation error of PutRecord and DeleteRecord, its own code in
    /// GetRecord.
    static ServiceException unknownGroup(int status, String code, String group) {
        return new ServiceException(
                status,
                code,
                "Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name [" + group + "].");
    }
}
