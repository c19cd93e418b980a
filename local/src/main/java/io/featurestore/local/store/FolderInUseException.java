package io.featurestore.local.store;

import java.io.IOException;

/** Somebody else has the folder open; the message says which folder, who, and what to do. */
public final class FolderInUseException extends IOException {
    FolderInUseException(String message) {
        super(message);
    }
}
