package io.featurestore.aws;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Supplies a value that is made at its first use and then kept. If making it throws, the next use tries again.
/// Thread-safe.
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T value;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T made = value;
        if (made == null) {
            synchronized (this) {
                made = value;
                if (made == null) {
                    made = maker.get();
                    value = made;
                }
            }
        }
        return made;
    }
}
