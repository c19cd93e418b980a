package io.featurestore.local.athena.sql;

import io.featurestore.local.glue.Catalog;
import java.util.Set;

/// A data catalog as one query sees it: with the metadata tables of Iceberg, such as `customers$snapshots`, and with
/// former states of tables.
public interface VersionedCatalog extends Catalog {
    /// Returns a former state of a table. Its name is one that only this query uses.
    ///
    /// @param table a table that this catalog returned
    /// @throws QueryFailure if the table has no versions or not this one
    Table at(Table table, TablePointer pointer) throws QueryFailure;

    /// Returns the hidden columns of a table, such as `$path`, that the query names. They are not in its columns.
    Set<String> hiddenColumns(Table table);
}
