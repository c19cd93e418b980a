package io.featurestore.steps.work;

import io.featurestore.sql.Query;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Unload;
import io.featurestore.store.Table;
import io.featurestore.store.online.OnlineSpec;
import java.util.Objects;
import java.util.Optional;

/// Holds a resolved request: everything that is known before the query runs. It is stored as
/// [WorkFolder.Document#JOB] because, with up to 2,500 features, it can be larger than a state's payload.
///
/// @param execution the execution that carries it out
/// @param table the table that is read
/// @param spec the statement's specification
/// @param query the statement
/// @param settings where the statement runs
/// @param form the output
/// @param online the online-compatible transform; empty for a plain output
/// @param quality the report and the checks
/// @param unload the statement for UNLOAD; empty if it cannot write the records
/// @param unloadObstacle the reason why UNLOAD cannot write the records; empty if it can
public record Job(
        Execution execution,
        Table table,
        QuerySpec spec,
        Query query,
        QuerySettings settings,
        Form form,
        Optional<OnlineSpec> online,
        Quality quality,
        Optional<Unload> unload,
        Optional<String> unloadObstacle) {
    /// Creates a job whose records come by a SELECT, without a reason.
    public Job(
            Execution execution,
            Table table,
            QuerySpec spec,
            Query query,
            QuerySettings settings,
            Form form,
            Optional<OnlineSpec> online,
            Quality quality) {
        this(execution, table, spec, query, settings, form, online, quality, Optional.empty(), Optional.empty());
    }

    /// Sets what a job of an earlier version lacks.
    public Job {
        unload = Objects.requireNonNullElse(unload, Optional.empty());
        unloadObstacle = Objects.requireNonNullElse(unloadObstacle, Optional.empty());
    }
}
