package io.featurestore.local.athena.sql;

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
    /// @param strict whether the translation is only for a check of the types, see [ExpressionPrinter]
    /// @param database the database of tables that are named without one
    /// @throws QueryFailure if the text is not one SELECT or WITH, names something that does not exist, or needs
    ///     something that is not served
    public Translation translate(String text, Optional<String> database, boolean strict) throws QueryFailure {
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
        return new QueryPrinter(catalog, database, strict).translate(query);
    }
}
