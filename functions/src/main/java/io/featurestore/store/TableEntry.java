package io.featurestore.store;

import java.util.Optional;

/// Names a table in a Glue data catalog, where its columns and the place of its files are described. A query may
/// know the table by another name: a resource link, or the name under which Athena knows the catalog.
///
/// @param catalogId the id of the Glue data catalog; empty for the catalog of the account that runs the export
/// @param database the database
/// @param name the table
public record TableEntry(Optional<String> catalogId, String database, String name) {
    /// Returns `database.table`, with the catalog's id in front if it has one.
    @Override
    public String toString() {
        return catalogId.map(id -> id + ".").orElse("") + database + "." + name;
    }
}
