package io.featurestore.store.files;

/// Reports folders that cannot be listed, or not at a reasonable cost. The reason is a clause.
final class UnlistableException extends Exception {
    private final String reason;

    UnlistableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    UnlistableException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
