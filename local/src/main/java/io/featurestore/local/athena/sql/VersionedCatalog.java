package io.featurestore.local.athena.sql;

import io.featurestore.local.glue.Catalog;
import io.trino.sql.tree.NodeLocation;
import java.util.Optional;

/// A data catalog as one query sees it: with the metadata tables of Iceberg, such as `customers$snapshots`, and with
/// former states of tables.
public interface VersionedCatalog extends Catalog {
    /// Describes the state of a table that a query asks for by `FOR VERSION AS OF` or `FOR TIMESTAMP AS OF`.
    ///
    /// @param timestamp whether the state is named by a time; otherwise it is named by a snapshot id or a reference
    /// @param sql a SELECT of the value in DuckDB's dialect
    /// @param type the type of the value as Trino shows it
    /// @param place the place of the FOR clause in the query
    record Pointer(boolean timestamp, String sql, String type, Optional<NodeLocation> place) {}

    /// Returns a former state of a table. Its name is one that only this query uses.
    ///
    /// @param table a table that this catalog returned
    /// @throws QueryFailure if the table has no versions or not this one
    Table at(Table table, Pointer pointer) throws QueryFailure;
}
