package io.featurestore.failure;

/** The stable codes a failed export ends with. Names are what callers see; they never change. */
public enum ErrorCode {
    InvalidRequest, FeatureGroupNotFound, OfflineStoreDisabled, TableNotFound, InvalidQuery, QueryFailed,
    QueryCancelled, QueryTimedOut, AccessDenied, OutputExists, IncompatibleSchema, IncompatibleRecord,
    CostLimitExceeded, ExpectationFailed, ConversionFailed, ResultChanged, Internal
}
