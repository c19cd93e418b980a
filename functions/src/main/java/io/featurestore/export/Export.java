package io.featurestore.export;

import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Execution;

/// Holds a checked request and the execution that carries it out. It is the answer of ValidateRequest.
///
/// @param request the checked request
/// @param execution the execution
public record Export(ExportRequest request, Execution execution) {
    /// Returns this export with another concurrency.
    public Export within(Concurrency concurrency) {
        return new Export(request, execution.within(concurrency));
    }
}
