package io.featurestore.local.athena.sql;

/// Carries a [QueryFailure] through the parser's visitors, which cannot throw checked exceptions.
public final class Unprintable extends RuntimeException {
    private final QueryFailure failure;

    /// Creates a carrier of a failure.
    public Unprintable(QueryFailure failure) {
        super(failure);
        this.failure = failure;
    }

    /// Returns the failure.
    public QueryFailure failure() {
        return failure;
    }
}
