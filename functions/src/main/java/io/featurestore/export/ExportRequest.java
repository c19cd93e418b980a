package io.featurestore.export;

import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.steps.estimate.CostLimits;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Quality;
import io.featurestore.steps.work.QuerySettings;
import io.featurestore.store.online.OnlineForm;
import java.util.Optional;

/// Holds a checked request with all defaults that need no AWS call. A field has the meaning of the field with the
/// same name in `events/export-request.schema.json`.
///
/// @param featureGroupName a feature group's name or ARN
/// @param database the Glue database; empty means the feature group's own
/// @param form the output
/// @param selection the columns and records
/// @param history the rows that are records; `latest` by default if the output is online-compatible
/// @param online the online-compatible form; empty for a plain output
/// @param query where the query runs
/// @param cost the limits of cost
/// @param quality the report and the checks
/// @param dryRun whether the request is only planned
public record ExportRequest(
        String featureGroupName,
        Optional<String> database,
        Form form,
        Selection selection,
        History history,
        Optional<OnlineForm> online,
        QuerySettings query,
        CostLimits cost,
        Quality quality,
        boolean dryRun) {
    /// Returns the specification of the request's statement.
    public QuerySpec spec() {
        return new QuerySpec(selection, history, online);
    }

    /// Returns whether the run includes an estimate. For runs that are not dry runs, the state IsEstimated of the
    /// state machine decides the same.
    public boolean wantsEstimate() {
        return quality.report()
                || cost.maxScanBytes().isPresent()
                || cost.maxCostUsd().isPresent();
    }
}
