package io.featurestore.local.athena.result;

import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.athena.types.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Runs a query and writes its result in Athena's format: the header and the values are in quotes, a quote is
/// doubled, NULL is written as nothing, and each record ends with a line feed. The memory used does not grow with
/// the result.
public final class ResultWriter {
    /// The number of rows between two checks whether the query was stopped. DuckDB returns 2,048 rows at a time.
    private static final int ROWS_BETWEEN_LOOKS = 2048;

    private ResultWriter() {}

    /// The amount of data that was written.
    ///
    /// @param columns the columns
    /// @param rows the number of records without the header
    /// @param bytes the length of the file
    public record Written(List<ResultColumn> columns, long rows, long bytes) {}

    /// Returns the columns of a query without running it.
    public static List<ResultColumn> columns(DuckSession session, Translation translation)
            throws SQLException, QueryFailure {
        try (PreparedStatement statement = session.connection().prepareStatement(translation.sql())) {
            ResultSetMetaData meta = statement.getMetaData();
            List<ResultColumn> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                Type type = meta.getColumnCount() == translation.types().size()
                        ? translation.types().get(i - 1)
                        : Type.UNTYPED;
                columns.add(ResultColumn.of(meta.getColumnName(i), i - 1, meta.getColumnTypeName(i), type));
            }
            return List.copyOf(columns);
        }
    }

    /// Returns a query that selects each column in the form in which it is read.
    public static String fetching(String sql, List<ResultColumn> columns) {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String name = "c" + i;
            names.append(i == 0 ? "" : ", ").append(name);
            values.append(i == 0 ? "" : ", ").append(columns.get(i).fetch(name));
        }
        return "SELECT " + values + " FROM (" + sql + ") AS r(" + names + ")";
    }

    /// Runs a query and writes the result to a file.
    ///
    /// @param statement the statement that runs it; cancelling it ends this call with an exception
    /// @param sql the query returned by [#fetching]
    /// @param stopped returns whether the query was stopped
    public static Written write(
            Statement statement, String sql, List<ResultColumn> columns, Path file, BooleanSupplier stopped)
            throws SQLException, IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            CsvBytes out = new CsvBytes(stream);
            header(columns, out);
            long count = columns.stream().anyMatch(ResultColumn::nested)
                    ? fetch(statement, sql, columns, out, stopped)
                    : copy(statement, sql, columns, file.resolveSibling(file.getFileName() + ".copied"), out, stopped);
            out.flush();
            return new Written(columns, count, out.written());
        }
    }

    /// Has DuckDB write the rows to a file, which takes a third of the time of fetching them value by value.
    static long copy(
            Statement statement,
            String sql,
            List<ResultColumn> columns,
            Path file,
            CsvBytes out,
            BooleanSupplier stopped)
            throws SQLException, IOException {
        statement.execute("COPY (" + sql + ") TO " + Sql.literal(file.toString())
                + " (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', FORCE_QUOTE *, NULLSTR '')");
        try (InputStream copied = Files.newInputStream(file)) {
            return CopiedRows.write(copied, columns, out, stopped);
        } finally {
            Files.delete(file);
        }
    }

    static long fetch(
            Statement statement, String sql, List<ResultColumn> columns, CsvBytes out, BooleanSupplier stopped)
            throws SQLException, IOException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            CivilTime time = new CivilTime();
            ResultColumn[] each = columns.toArray(ResultColumn[]::new);
            long count = 0;
            while (rows.next()) {
                if (count % ROWS_BETWEEN_LOOKS == 0 && stopped.getAsBoolean()) {
                    break;
                }
                for (int i = 0; i < each.length; i++) {
                    if (i > 0) {
                        out.put(',');
                    }
                    each[i].write(rows, i + 1, out, time);
                }
                out.put('\n');
                count++;
            }
            return count;
        }
    }

    private static void header(List<ResultColumn> columns, CsvBytes out) throws IOException {
        String separator = "";
        for (ResultColumn column : columns) {
            if (!separator.isEmpty()) {
                out.put(',');
            }
            out.quoted(column.name());
            separator = ",";
        }
        out.put('\n');
    }
}
