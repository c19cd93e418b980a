package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.duck.Relation.Scanned;
import io.featurestore.local.athena.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Measures the data that a scan reads, by the column chunks of the row groups that are left after partitions and
/// statistics were compared with the conditions.
///
/// Trino loads the columns of the conditions first. The others are loaded only if a row fulfils the conditions:
/// `PageProcessor` filters a page before it projects it, and `ParquetReader.readPrimitive` (trinodb/trino,
/// `lib/trino-parquet`) reads the chunk of a column when its values are asked for. DuckDB does the same. So a row
/// group without such a row counts with the columns of the conditions alone. Trino merges requests for chunks that lie
/// close together; AWS does not document whether Athena counts what lies between them. Otherwise the figure is an
/// upper bound: Trino may also skip pages by the column index, and may end early because of a LIMIT.
final class ScanMeter {
    /// The number of rows that are compared with the row groups at once.
    private static final int BLOCK = 2048;

    private ScanMeter() {}

    /// A row group.
    ///
    /// @param link the link to its file
    /// @param first the position of its first row in the file
    /// @param bytes the length of the chunks of all columns that the scan reads
    /// @param filterBytes the length of those of the conditions
    record Unit(String link, long first, long rows, long bytes, long filterBytes) {
        /// Returns whether it depends on the rows how much is read.
        boolean isLazy() {
            return filterBytes > 0 && filterBytes < bytes;
        }
    }

    /// Measures a scan.
    ///
    /// @param units the row groups
    /// @param conditions the conditions in SQL
    /// @param rows a SELECT of the files with lazy row groups, with the link as `f` and the position as `r`
    static Scanned measure(DuckSession session, List<Unit> units, List<String> conditions, String rows) {
        BitSet matched = new BitSet();
        if (!rows.isEmpty() && !conditions.isEmpty()) {
            matched = matched(session, units, conditions, rows);
        } else {
            matched.set(0, units.size());
        }
        Scanned total = Scanned.NOTHING;
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            boolean whole = !unit.isLazy() || matched.get(i);
            total = total.plus(new Scanned(whole ? unit.bytes() : unit.filterBytes(), unit.rows()));
        }
        return total;
    }

    /// Returns the numbers of the row groups with a row that fulfils the conditions.
    private static BitSet matched(DuckSession session, List<Unit> units, List<String> conditions, String rows) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            if (unit.isLazy()) {
                list.add("(" + i + ", " + Sql.literal(unit.link()) + ", " + unit.first() + ", "
                        + (unit.first() + unit.rows()) + ")");
            }
        }
        String sql = "SELECT DISTINCT u.n FROM (SELECT f, min(r) AS a, max(r) AS b FROM (" + rows + ") WHERE ("
                + String.join(") AND (", conditions) + ") GROUP BY f, r // " + BLOCK + ") AS s JOIN (VALUES "
                + String.join(", ", list) + ") AS u(n, f, first, last)"
                + " ON s.f = u.f AND s.b >= u.first AND s.a < u.last";
        BitSet matched = new BitSet();
        try (Statement statement = session.statement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                matched.set(result.getInt(1));
            }
        } catch (SQLException e) {
            // A value that a condition cannot be computed for fails the query itself, or another condition keeps it
            // away there. Until then every row group counts as a whole.
            matched.set(0, units.size());
        }
        return matched;
    }
}
