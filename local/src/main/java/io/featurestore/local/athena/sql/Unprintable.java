package io.featurestore.local.athena.sql;

/// Carries a [QueryFailure] through the parser's visitors, which cannot throw checked exceptions.
final class Unprintable extends RuntimeException {
    private final QueryFailure failure;

    Unprintable(QueryFailure failure) {
        super(failure);
        this.failure = failure;
    }

    QueryFailure failure() {
        return failure;
    }
}
