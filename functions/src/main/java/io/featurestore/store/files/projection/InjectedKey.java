package io.featurestore.store.files.projection;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Takes the values of a key from the query's own condition.
record InjectedKey() implements KeyProjection {
    @Override
    public Optional<String> value(String spelling) {
        return Optional.of(spelling);
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Stream<String> spellings() {
        throw new IllegalStateException("only the query names the values of an injected key");
    }

    @Override
    public Optional<String> spelling(Object constant) {
        return constant instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
