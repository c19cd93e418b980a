package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// A table of a query, in one of the table formats.
public interface Relation {
    /// A column.
    ///
    /// @param name the name in the query
    /// @param type the type in DuckDB's spelling
    record Column(String name, String type) {}

    /// The rows of a table, ready to be read.
    interface Rows {
        /// Returns a SELECT of all columns, which are called `c0`, `c1`, … by their position.
        String sql();

        /// Measures the data that a scan reads.
        Scanned measure(Scan scan) throws SQLException, QueryFailure;
    }

    /// The amount of data that a query reads.
    ///
    /// @param bytes the compressed length of the column chunks
    /// @param rows the rows of the row groups
    record Scanned(long bytes, long rows) {
        /// Nothing.
        public static final Scanned NOTHING = new Scanned(0, 0);

        /// Returns the sum of both.
        public Scanned plus(Scanned other) {
            return new Scanned(bytes + other.bytes, rows + other.rows);
        }
    }

    /// Returns the entry of the data catalog.
    Catalog.Table table();

    /// Returns the columns, in order; hidden ones last.
    List<Column> columns();

    /// Chooses the files that the scans of a query read.
    ///
    /// @param number the number of this table in the query
    /// @param scans the scans of this table
    /// @throws QueryFailure if the table cannot be read as the catalog describes it
    Rows open(int number, List<Scan> scans, DuckSession session) throws QueryFailure, IOException, SQLException;
}
