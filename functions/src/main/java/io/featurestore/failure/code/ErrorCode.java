package io.featurestore.failure.code;

/// Names the stable codes that a failed execution ends with. Callers see these names, so they never change.
public enum ErrorCode {
    InvalidRequest,
    FeatureGroupNotFound,
    OfflineStoreDisabled,
    TableNotFound,
    InvalidQuery,
    QueryFailed,
    QueryCancelled,
    QueryTimedOut,
    AccessDenied,
    OutputExists,
    IncompatibleSchema,
    IncompatibleRecord,
    CostLimitExceeded,
    ExpectationFailed,
    ConversionFailed,
    ResultChanged,
    TooManyExports,
    Internal
}
