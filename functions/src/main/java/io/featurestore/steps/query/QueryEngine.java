package io.featurestore.steps.query;

import io.featurestore.records.ColumnType;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs the query of an export. Every method throws [io.featurestore.failure.Failure]: `AccessDenied`,
/// `Throttled` and `Transient`.
public interface QueryEngine {
    /// Requests a run of a statement.
    ///
    /// @param sql the statement
    /// @param catalog the catalog that unqualified names are looked up in
    /// @param database the database that unqualified names are looked up in
    /// @param workgroup the work group
    /// @param outputLocation the requested prefix of the result; a work group may enforce another
    /// @param token an idempotency token of 32 to 128 characters: the same token and parameters start no second
    ///     run
    record Submission(
            String sql, String catalog, String database, String workgroup, S3Uri outputLocation, String token) {}

    /// Holds the counts of the engine. Each is empty if the engine does not report it, or does not report it yet.
    ///
    /// @param outputRows records in the result, without the header
    /// @param outputBytes bytes that the engine reports as output, which is not the length of the result object
    record Statistics(OptionalLong outputRows, OptionalLong outputBytes) {}

    /// Describes a column of a result.
    ///
    /// @param name its name
    /// @param type its type. The engine does not report the types inside an array, map or row, so their elements
    ///     have an unknown type
    record ResultColumn(String name, ColumnType type) {}

    /// Starts a query and returns its execution id. The same submission returns the same id again.
    ///
    /// @throws io.featurestore.failure.InvalidQuery if the engine refuses the statement before it runs
    /// @throws io.featurestore.failure.InvalidRequest if the engine refuses the work group or the output location
    String start(Submission submission);

    /// Returns the current state of the run with the given id.
    QueryRun describe(String id);

    /// Returns the counts of a finished run.
    Statistics statistics(String id);

    /// Returns the columns of a run's result, in order.
    List<ResultColumn> columns(String id);

    /// Returns the values of the first row of a run's result, as text. A value is empty if it is NULL.
    List<Optional<String>> firstRow(String id);

    /// Stops a run. A run that has ended is not changed.
    void stop(String id);
}
