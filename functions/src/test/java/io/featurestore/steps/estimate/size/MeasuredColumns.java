package io.featurestore.steps.estimate.size;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.FileSums;
import io.featurestore.steps.estimate.footer.FooterReducer;
import io.featurestore.steps.estimate.footer.LeafSums;
import io.featurestore.store.files.DataFile;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;

/// Makes similar columns `c1, c2 …` in DuckDB, with an identifier and a random number, which most tables have:
/// `id, c1, r, c2, c3 …`.
final class MeasuredColumns implements AutoCloseable {
    private static final S3Uri FILE = S3Uri.parse("s3://offline/sample.parquet");
    private static final OutputColumn ID = new OutputColumn("id", "id", ColumnType.parse("varchar"), false);
    private static final OutputColumn NUMBER = new OutputColumn("r", "r", ColumnType.parse("double"), false);

    private static final int LAG = 137;

    private final ColumnType type;
    private final int columns;
    private final int rows;
    private final Connection duckdb;
    private final Statement statement;

    /// Creates the table.
    ///
    /// @param expression SQL of a column's value, with %d for the number of the column and i for the row; columns
    ///     begin at different rows
    MeasuredColumns(String type, String expression, int columns, int rows) throws SQLException {
        this.type = ColumnType.parse(type);
        this.columns = columns;
        this.rows = rows;
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        statement = duckdb.createStatement();
        statement.execute("SET TimeZone='UTC'");
        statement.execute("SET threads=1");
        statement.execute("SELECT setseed(0.5)");
        statement.execute("CREATE TABLE t AS SELECT "
                + numbers()
                        .map(c -> expression
                                        .replaceAll("\\bi\\b", "(i + " + LAG * c + ")")
                                        .replace("%d", "" + c) + " AS c" + c)
                        .collect(Collectors.joining(", "))
                + ", 'id-' || i AS id, round(random() * 1000, 2) AS r, i FROM range("
                + rows + ") AS t(i)");
    }

    private Stream<Integer> numbers() {
        return IntStream.rangeClosed(1, columns).boxed();
    }

    /// Returns the columns with names from a list.
    List<OutputColumn> alone(List<String> names) {
        boolean nested =
                switch (type) {
                    case ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> true;
                    default -> false;
                };
        return numbers()
                .map(c -> new OutputColumn("c" + c, names.get(c - 1), type, nested))
                .toList();
    }

    /// Returns the columns together with the identifier and the number.
    List<OutputColumn> amongOthers(List<String> names) {
        List<OutputColumn> all = new ArrayList<>(alone(names));
        all.add(columns / 3, NUMBER);
        all.addFirst(ID);
        return all;
    }

    /// Returns the identifier and the number.
    static List<OutputColumn> others() {
        return List.of(ID, NUMBER);
    }

    /// Returns records in Athena's CSV format, without a header, in the files' order.
    byte[] csv(List<OutputColumn> of) throws SQLException, IOException {
        return csv(of, "i");
    }

    /// Returns the records in an order that does not depend on the files.
    byte[] shuffledCsv(List<OutputColumn> of) throws SQLException, IOException {
        return csv(of, "hash(i)");
    }

    private byte[] csv(List<OutputColumn> of, String order) throws SQLException, IOException {
        String record = of.stream()
                .map(c -> "coalesce('\"' || replace(" + text(c) + ", '\"', '\"\"') || '\"', '')")
                .collect(Collectors.joining(" || ',' || "));
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (ResultSet records = statement.executeQuery("SELECT " + record + " FROM t ORDER BY " + order)) {
            while (records.next()) {
                csv.write((records.getString(1) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return csv.toByteArray();
    }

    private static String text(OutputColumn column) {
        return switch (column.type()) {
            case ColumnType.Timestamp _ -> "strftime(" + column.name() + ", '%Y-%m-%d %H:%M:%S.%g')";
            case ColumnType _ when column.asJson() -> "CAST(to_json(" + column.name() + ") AS VARCHAR)";
            default -> "CAST(" + column.name() + " AS VARCHAR)";
        };
    }

    /// Writes the columns to the given number of files and returns the totals of each column's leaf from the
    /// footers.
    List<LeafSums> footers(int files, String codec) throws Exception {
        Reading reading = new Reading(
                numbers().map(c -> "c" + c).toList(),
                Reading.EVERYTHING,
                false,
                false,
                numbers()
                        .map(c -> new Reading.Source("c" + c, "c" + c, Optional.of("c" + c), type))
                        .toList(),
                List.of(),
                Optional.empty());
        FooterReducer reduction = new FooterReducer(reading, List.of(), true);
        FileSums sums = FileSums.NONE;
        Path path = Files.createTempFile("sample", ".parquet");
        try {
            for (int file = 0; file < files; file++) {
                statement.execute("COPY (SELECT * EXCLUDE (id, r, i) FROM t WHERE i * " + files + " // " + rows + " = "
                        + file + " ORDER BY i) TO '" + path + "' (FORMAT parquet, CODEC '" + codec + "')");
                InMemoryObjectStore store = new InMemoryObjectStore();
                ObjectRef object = store.put(
                        FILE, Files.readAllBytes(path), "application/octet-stream", Map.of(), IfExists.REPLACE);
                FileMetaData footer = FooterReader.read(store, object);
                sums = sums.plus(reduction.of(new DataFile(object, Map.of()), footer));
            }
        } finally {
            Files.delete(path);
        }
        return sums.columns().values().stream()
                .map(c -> c.leaves().values().iterator().next())
                .toList();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        duckdb.close();
    }
}
