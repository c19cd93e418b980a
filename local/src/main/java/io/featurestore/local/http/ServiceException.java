package io.featurestore.local.http;

import java.util.Objects;

/** An error a service answers with; the front renders it as the service's protocol wants it. */
public final class ServiceException extends RuntimeException {
    private final int status;
    private final String code;

    /**
     * Makes an error answer.
     *
     * @param status the HTTP status, 400 to 599
     * @param code the service's error code, such as {@code NoSuchKey} or {@code EntityNotFoundException}
     * @param message what a person reads
     */
    public ServiceException(int status, String code, String message) {
        super(Objects.requireNonNull(message, "message is null"));
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("status " + status);
        }
        this.status = status;
        this.code = Objects.requireNonNull(code, "code is null");
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the service's error code. */
    public String code() {
        return code;
    }
}
