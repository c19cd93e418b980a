package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.TablePointer;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// Finds the snapshot that `FOR VERSION AS OF` or `FOR TIMESTAMP AS OF` names, with the errors of Trino
/// (github.com/trinodb/trino: core StatementAnalyzer, plugin/trino-iceberg IcebergMetadata).
final class Pointers {
    private static final Pattern COLUMN = Pattern.compile("Referenced column \"(.+?)\"");
    /// Matches literals that are a bigint: an integer has at most 10 digits.
    private static final Pattern LARGE_NUMBER = Pattern.compile("[1-9]\\d{10,18}");
    private static final Set<String> TIMES = Set.of("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE");

    private Pointers() {}

    /// A constant value with DuckDB's type.
    ///
    /// @param millis the milliseconds since 1970-01-01T00:00:00Z of a time
    private record Constant(String type, String text, long millis) {}

    /// Returns the id of the snapshot.
    ///
    /// @param shown the name of the table in errors, such as `"db".customers`
    static long snapshot(Table table, String shown, TablePointer pointer) throws QueryFailure {
        Constant value = evaluate(pointer);
        if (pointer.timestamp()) {
            return atTime(table, shown, pointer, value);
        }
        if (value.type().equals("BIGINT")) {
            long id = Long.parseLong(value.text());
            if (table.snapshot(id) == null) {
                throw QueryFailure.user("INVALID_ARGUMENTS", "Iceberg snapshot ID does not exists: " + id);
            }
            return id;
        }
        if (value.type().equals("VARCHAR")) {
            SnapshotRef ref = table.refs().get(value.text());
            if (ref == null) {
                throw QueryFailure.user(
                        "INVALID_ARGUMENTS", "Cannot find snapshot with reference name: " + value.text());
            }
            return ref.snapshotId();
        }
        throw QueryFailure.user("NOT_SUPPORTED", "Unsupported type for table version: " + trino(pointer, value));
    }

    private static long atTime(Table table, String shown, TablePointer pointer, Constant value) throws QueryFailure {
        if (!TIMES.contains(value.type())) {
            throw QueryFailure.at(
                    "TYPE_MISMATCH",
                    pointer.place(),
                    "Type " + trino(pointer, value)
                            + " invalid. Temporal pointers must be of type Timestamp, Timestamp with Time Zone,"
                            + " or Date.");
        }
        if (value.millis() > System.currentTimeMillis()) {
            throw QueryFailure.at(
                    "INVALID_ARGUMENTS",
                    pointer.place(),
                    "Pointer value '" + value.text() + "' is not in the past");
        }
        Long snapshot = SnapshotUtil.nullableSnapshotIdAsOfTime(table, value.millis());
        if (snapshot == null) {
            throw QueryFailure.user(
                    "INVALID_ARGUMENTS",
                    "No version history table " + shown + " at or before " + Instant.ofEpochMilli(value.millis()));
        }
        return snapshot;
    }

    private static Constant evaluate(TablePointer pointer) throws QueryFailure {
        if (LARGE_NUMBER.matcher(pointer.value()).matches()
                && new BigInteger(pointer.value()).bitLength() < Long.SIZE) {
            // Nearly all snapshot ids are such literals, which need no engine.
            return new Constant("BIGINT", pointer.value(), 0);
        }
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("CREATE TEMP TABLE pointer AS SELECT " + pointer.value() + " AS value");
            String type = String.valueOf(one(statement, "typeof(value)"));
            String text = one(statement, "CAST(value AS VARCHAR)");
            if (text == null) {
                throw QueryFailure.at("INVALID_ARGUMENTS", pointer.place(), "Pointer value cannot be NULL");
            }
            String millis = TIMES.contains(type)
                    ? one(statement, "epoch_ms(CAST(value AS TIMESTAMP WITH TIME ZONE))")
                    : "0";
            return new Constant(
                    type, text.replaceFirst("[+]00$", " UTC"), millis == null ? 0 : Long.parseLong(millis));
        } catch (SQLException e) {
            Matcher column = COLUMN.matcher(String.valueOf(e.getMessage()));
            throw column.find()
                    ? QueryFailure.at(
                            "COLUMN_NOT_FOUND",
                            pointer.valuePlace(),
                            "Column '" + column.group(1) + "' cannot be resolved")
                    : QueryFailure.at(
                            "INVALID_ARGUMENTS",
                            pointer.valuePlace(),
                            "The pointer value cannot be evaluated: " + e.getMessage());
        }
    }

    private static @Nullable String one(Statement statement, String expression) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + expression + " FROM pointer")) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static String trino(TablePointer pointer, Constant value) {
        return value.type().equals("VARCHAR")
                ? pointer.length().map(length -> "varchar(" + length + ")").orElse("varchar")
                : value.type().toLowerCase(Locale.ROOT).replace(", ", ",");
    }
}
