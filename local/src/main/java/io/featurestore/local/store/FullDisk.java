package io.featurestore.local.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Tells a full disk from other faults: no service of AWS has one, and trying again does not help. */
public final class FullDisk {
    /** As Linux, macOS and Windows say it. */
    private static final List<String> SAID = List.of("No space left on device", "Disk quota exceeded",
            "There is not enough space on the disk");

    private FullDisk() {}

    /** Returns a sentence for a person if a fault means that the disk is full; empty if it means something else. */
    public static Optional<String> of(IOException fault) {
        for (@Nullable
        Throwable t = fault; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (SAID.stream().anyMatch(message::contains)) {
                return Optional.of("The disk that holds the folder of the embedded services is full (" + message
                        + "); free some space, then try again.");
            }
        }
        return Optional.empty();
    }
}
