package io.featurestore.export.benchmarks.converter;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Work on files where no {@link IOException} may be thrown. */
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
