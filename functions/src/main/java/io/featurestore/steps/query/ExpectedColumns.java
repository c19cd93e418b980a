package io.featurestore.steps.query;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.ExpectationCheck;
import io.featurestore.records.checks.Expectations;
import io.featurestore.store.Table;
import java.util.List;

/// Refuses expectations that do not fit the columns of a query.
public final class ExpectedColumns {
    private ExpectedColumns() {}

    /// Checks every expectation against the type of its column.
    ///
    /// @param table the table whose record identifier and event time the expectations refer to
    /// @throws InvalidRequest listing every expectation that does not fit
    public static void demand(Expectations expectations, List<OutputColumn> columns, Table table) {
        List<String> violations =
                ExpectationCheck.violations(expectations, columns, table.recordIdentifier(), table.eventTime());
        if (!violations.isEmpty()) {
            throw new InvalidRequest(String.join(" ", violations));
        }
    }
}
