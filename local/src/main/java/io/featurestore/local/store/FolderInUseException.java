package io.featurestore.local.store;

import java.io.IOException;

/// Reports that the folder is already open. The message names the folder and the process that has it open, and
/// says what to do.
public final class FolderInUseException extends IOException {
    FolderInUseException(String message) {
        super(message);
    }
}
