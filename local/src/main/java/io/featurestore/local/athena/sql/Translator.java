package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.InvalidSql;
import io.featurestore.local.athena.types.QueryAnalyzer;
import io.featurestore.local.glue.Catalog;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import java.util.Optional;

/// Translates a query from Athena's dialect, which is Trino's, to DuckDB's.
public final class Translator {
    private final SqlParser parser = new SqlParser();
    private final Catalog catalog;

    public Translator(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Translates a query.
    ///
    /// @param database the database of tables that are named without one
    /// @throws QueryFailure if the text is not one SELECT or WITH, names something that does not exist, mixes types
    ///     that Athena does not mix, or needs something that is not served
    public Translation translate(String text, Optional<String> database) throws QueryFailure {
        Statement statement;
        try {
            statement = parser.createStatement(text.strip().replaceFirst(";\\s*$", ""));
        } catch (ParsingException e) {
            throw QueryFailure.plain("SYNTAX_ERROR", e.getMessage() == null ? "SYNTAX_ERROR" : e.getMessage());
        }
        if (!(statement instanceof Query query)) {
            throw QueryFailure.at(
                    "NOT_SUPPORTED",
                    statement,
                    "only queries are served, not " + statement.getClass().getSimpleName());
        }
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
