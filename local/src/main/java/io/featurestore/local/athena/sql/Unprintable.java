package io.featurestore.local.athena.sql;

/** Carries a {@link QueryFailure} out of the parser's visitors, which throw nothing checked. */
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
