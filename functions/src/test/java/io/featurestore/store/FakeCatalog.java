package io.featurestore.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A data catalog kept in memory.
public final class FakeCatalog implements Catalog {
    private final Map<String, Description> tables = new LinkedHashMap<>();
    private final Map<String, Registered> catalogs = new LinkedHashMap<>();

    /// Adds a table, named `database.table`, or `catalogId.database.table` if it is in another account's catalog.
    public FakeCatalog with(String qualifiedName, Description table) {
        tables.put(qualifiedName, table);
        return this;
    }

    /// Registers a catalog in Athena.
    public FakeCatalog with(String name, Registered catalog) {
        catalogs.put(name, catalog);
        return this;
    }

    @Override
    public Optional<Registered> registered(String name) {
        return Optional.ofNullable(catalogs.get(name));
    }

    @Override
    public Optional<Description> table(TableEntry entry) {
        return Optional.ofNullable(tables.get(entry.toString()));
    }
}
