package io.featurestore.export.benchmarks.converter;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Runs work on files and turns an [IOException] into an unchecked exception.
final class Unchecked {
    private Unchecked() {}

    interface Work<T> {
        T run() throws IOException;
    }

    static <T> T get(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
