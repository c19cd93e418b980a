package io.featurestore.steps.estimate;

import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the locations of one table.
record FakeStorage(Place place, List<Partition> all) implements TableStorage {
    /// Holds a table without partitions.
    static FakeStorage at(String location, Map<String, String> parameters) {
        return new FakeStorage(new Place(location, Optional.empty(), parameters), List.of());
    }

    @Override
    public Optional<Place> place(Table table) {
        return Optional.of(place);
    }

    @Override
    public List<Partition> partitions(Table table) {
        return all;
    }
}
