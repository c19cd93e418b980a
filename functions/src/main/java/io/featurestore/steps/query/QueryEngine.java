package io.featurestore.steps.query;

import java.util.List;
import java.util.OptionalLong;

import io.featurestore.records.ColumnType;
import io.featurestore.store.objects.S3Uri;

/**
 * The engine that runs an export's query. Every method throws {@link io.featurestore.failure.ExportFailure}:
 * {@code AccessDenied}, {@code Throttled} and {@code Transient}.
 */
public interface QueryEngine {
    /**
     * What is asked of the engine.
     *
     * @param sql the statement
     * @param catalog the catalog that unqualified names are looked up in
     * @param database the database that unqualified names are looked up in
     * @param workgroup the work group
     * @param outputLocation the prefix below which the result is wished; a work group may enforce another
     * @param token 32 to 128 characters; the same token and parameters start no second run
     */
    record Submission(String sql, String catalog, String database, String workgroup, S3Uri outputLocation,
            String token) {}

    /**
     * What the engine counted. Each is empty where the engine does not say, or not yet.
     *
     * @param outputRows records in the result, the header not counted
     * @param outputBytes bytes the engine put out, which is not the length of the result object
     */
    record Statistics(OptionalLong outputRows, OptionalLong outputBytes) {}

    /**
     * A column of a result.
     *
     * @param name its name
     * @param type its type; the engine does not say what is in an array, map or row, so these have unknown elements
     */
    record ResultColumn(String name, ColumnType type) {}

    /**
     * Starts a query and returns its execution id; the same submission again returns the same id.
     *
     * @throws io.featurestore.failure.ExportFailure.InvalidQuery if the engine refuses the statement outright
     * @throws io.featurestore.failure.ExportFailure.InvalidRequest if it refuses work group or output location
     */
    String start(Submission submission);

    /** Returns where the run with this id stands. */
    QueryRun describe(String id);

    /** Returns the counts of a finished run. */
    Statistics statistics(String id);

    /** Returns the columns of a run's result, in order. */
    List<ResultColumn> columns(String id);

    /** Stops a run; one that has ended already stays as it is. */
    void stop(String id);
}
