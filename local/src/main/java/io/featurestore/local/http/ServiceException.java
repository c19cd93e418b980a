package io.featurestore.local.http;

import java.util.Objects;

/// Reports an error to the client. The front writes it in the protocol of the service.
public final class ServiceException extends RuntimeException {
    private final int status;
    private final String code;

    /// Creates an error answer.
    ///
    /// @param status the HTTP status, 400 to 599
    /// @param code the error code of the service, such as `NoSuchKey` or `EntityNotFoundException`
    /// @param message the message for the user
    public ServiceException(int status, String code, String message) {
        super(Objects.requireNonNull(message, "The message must not be null"));
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("The status of an error must be 400 to 599, but is " + status);
        }
        this.status = status;
        this.code = Objects.requireNonNull(code, "The code must not be null");
    }

    /// Returns the HTTP status.
    public int status() {
        return status;
    }

    /// Returns the error code of the service.
    public String code() {
        return code;
    }
}
