package io.featurestore.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A data catalog kept in memory.
public final class FakeCatalog implements Catalog {
    private final Map<String, Description> tables = new LinkedHashMap<>();

    /// Adds a table, named `database.table`.
    public FakeCatalog with(String qualifiedName, Description table) {
        tables.put(qualifiedName, table);
        return this;
    }

    @Override
    public Optional<Description> table(String database, String name) {
        return Optional.ofNullable(tables.get(database + "." + name));
    }
}
