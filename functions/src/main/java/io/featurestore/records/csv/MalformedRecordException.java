package io.featurestore.records.csv;

import java.util.Objects;

/** Bytes that are no record of Athena's CSV. */
public final class MalformedRecordException extends RuntimeException {
    private final String excerpt;

    /**
     * Makes one.
     *
     * @param excerpt the beginning of the record
     * @param reason what is wrong, half a sentence
     */
    MalformedRecordException(String excerpt, String reason) {
        super(Objects.requireNonNull(reason, "reason is null"));
        this.excerpt = excerpt;
    }

    /** Returns the beginning of the record. */
    public String excerpt() {
        return excerpt;
    }

    /** Returns what is wrong, half a sentence. */
    public String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
