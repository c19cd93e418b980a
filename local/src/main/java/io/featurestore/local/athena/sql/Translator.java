package io.featurestore.local.athena.sql;

import io.featurestore.local.glue.Catalog;
import io.trino.sql.tree.Query;
import java.util.Optional;

/// Translates a query from Athena's dialect, which is Trino's, to DuckDB's.
public final class Translator {
    private final Catalog catalog;

    public Translator(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Translates a query.
    ///
    /// @param strict whether the translation is only for a check of the types, see [ExpressionPrinter]
    /// @param database the database of tables that are named without one
    /// @throws QueryFailure if the query names something that does not exist, or needs something that is not served
    public Translation translate(Query query, Optional<String> database, boolean strict) throws QueryFailure {
        return new QueryPrinter(catalog, database, strict).translate(query);
    }
}
