package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.InvalidSql;
import io.featurestore.local.athena.types.QueryAnalyzer;
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
    /// @param database the database of tables that are named without one
    /// @throws QueryFailure if the query names something that does not exist, mixes types that Athena does not mix,
    ///     or needs something that is not served
    public Translation translate(Query query, Optional<String> database) throws QueryFailure {
        TableNames tables = new TableNames(catalog, database);
        try {
            return new QueryPrinter(tables, QueryAnalyzer.analyze(query, tables)).translate(query);
        } catch (InvalidSql e) {
            throw QueryFailure.at(e.code(), e.place(), e.text());
        } catch (Unprintable e) {
            throw e.failure();
        }
    }
}
