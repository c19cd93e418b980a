package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.VersionedCatalog.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/// Finds the snapshot that `FOR VERSION AS OF` or `FOR TIMESTAMP AS OF` names, with the errors of Trino
/// (github.com/trinodb/trino: core StatementAnalyzer, plugin/trino-iceberg IcebergMetadata).
final class Pointers {
    /// Matches a literal, which needs no engine.
    private static final Pattern LITERAL = Pattern.compile("SELECT (?:(\\d{1,19})|'((?:[^']|'')*)') AS \"[^\"]*\"");

    private final Path readable;
    private final Scratch scratch;

    /// Creates the search.
    ///
    /// @param readable the folder of the session that evaluates the values
    /// @param scratch the place of the session's own folder
    Pointers(Path readable, Scratch scratch) {
        this.readable = readable;
        this.scratch = scratch;
    }

    /// A value that is not NULL.
    ///
    /// @param millis the milliseconds since 1970-01-01T00:00:00Z of a time
    private record Value(String text, long millis) {}

    /// Returns the id of the snapshot.
    ///
    /// @param shown the name of the table in errors, such as `"db".customers`
    long snapshot(Table table, String shown, Pointer pointer) throws QueryFailure {
        String type = pointer.type();
        boolean time = type.equals("date") || type.startsWith("timestamp");
        Value value = evaluate(pointer, time)
                .orElseThrow(
                        () -> QueryFailure.at("INVALID_ARGUMENTS", pointer.place(), "Pointer value cannot be NULL"));
        if (pointer.timestamp()) {
            if (!time) {
                throw QueryFailure.at(
                        "TYPE_MISMATCH",
                        pointer.place(),
                        "Type " + type + " invalid. Temporal pointers must be of type Timestamp, Timestamp with Time"
                                + " Zone, or Date.");
            }
            return atTime(table, shown, pointer, value);
        }
        if (type.equals("bigint")) {
            long id = Long.parseLong(value.text());
            if (table.snapshot(id) == null) {
                throw QueryFailure.user("INVALID_ARGUMENTS", "Iceberg snapshot ID does not exists: " + id);
            }
            return id;
        }
        if (type.startsWith("varchar")) {
            SnapshotRef ref = table.refs().get(value.text());
            if (ref == null) {
                throw QueryFailure.user(
                        "INVALID_ARGUMENTS", "Cannot find snapshot with reference name: " + value.text());
            }
            return ref.snapshotId();
        }
        throw QueryFailure.user("NOT_SUPPORTED", "Unsupported type for table version: " + type);
    }

    private static long atTime(Table table, String shown, Pointer pointer, Value value) throws QueryFailure {
        if (value.millis() > System.currentTimeMillis()) {
            throw QueryFailure.at(
                    "INVALID_ARGUMENTS", pointer.place(), "Pointer value '" + value.text() + "' is not in the past");
        }
        Long snapshot = SnapshotUtil.nullableSnapshotIdAsOfTime(table, value.millis());
        if (snapshot == null) {
            throw QueryFailure.user(
                    "INVALID_ARGUMENTS",
                    "No version history table " + shown + " at or before " + Instant.ofEpochMilli(value.millis()));
        }
        return snapshot;
    }

    private Optional<Value> evaluate(Pointer pointer, boolean time) throws QueryFailure {
        Matcher literal = LITERAL.matcher(pointer.sql());
        if (literal.matches()) {
            return Optional.of(
                    new Value(literal.group(1) == null ? literal.group(2).replace("''", "'") : literal.group(1), 0));
        }
        String millis = time ? "epoch_ms(CAST(v AS TIMESTAMP WITH TIME ZONE))" : "0";
        try (DuckSession session = DuckSession.open(readable, scratch)) {
            session.define(pointer.sql());
            try (Statement statement = session.statement();
                    ResultSet row = statement.executeQuery(
                            "SELECT CAST(v AS VARCHAR), " + millis + " FROM (" + pointer.sql() + ") AS p(v)")) {
                String text = row.next() ? row.getString(1) : null;
                return text == null
                        ? Optional.empty()
                        : Optional.of(new Value(text.replaceFirst("[+]00$", " UTC"), row.getLong(2)));
            }
        } catch (SQLException e) {
            throw QueryFailure.at(
                    "INVALID_ARGUMENTS", pointer.place(), "The pointer value cannot be evaluated: " + e.getMessage());
        } catch (IOException e) {
            throw QueryFailure.system("GENERIC_INTERNAL_ERROR: " + e, true);
        }
    }
}
