package io.featurestore.local.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Recognizes a full disk. No service of AWS reports this fault, and a retry does not help.
public final class FullDisk {
    /// The messages of Linux, macOS and Windows.
    private static final List<String> MESSAGES =
            List.of("No space left on device", "Disk quota exceeded", "There is not enough space on the disk");

    private FullDisk() {}

    /// Returns a sentence for the user if the cause of an exception is a full disk, otherwise empty.
    public static Optional<String> of(IOException fault) {
        for (@Nullable Throwable t = fault; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (MESSAGES.stream().anyMatch(message::contains)) {
                return Optional.of("The disk that holds the folder of the embedded services is full (" + message
                        + "); free some space, then try again.");
            }
        }
        return Optional.empty();
    }
}
