package io.featurestore.store.files.projection;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Projects a list of values.
record EnumKey(SequencedSet<String> values) implements KeyProjection {
    /// Parses the values, which are separated by commas. White space belongs to the values.
    ///
    /// @throws IllegalArgumentException if there is no value
    static EnumKey parse(String values) {
        SequencedSet<String> list = Arrays.stream(values.split(","))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (list.isEmpty()) {
            throw new IllegalArgumentException("it has no value");
        }
        return new EnumKey(list);
    }

    @Override
    public Optional<String> value(String spelling) {
        return values.contains(spelling) ? Optional.of(spelling) : Optional.empty();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(values.size());
    }

    @Override
    public Stream<String> spellings() {
        return values.stream();
    }

    @Override
    public Optional<String> spelling(Object constant) {
        return constant instanceof String text ? value(text) : Optional.empty();
    }
}
