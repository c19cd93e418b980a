package io.featurestore.steps.publish;

import io.featurestore.failure.OutputExists;
import io.featurestore.steps.work.Form;
import io.featurestore.store.objects.ObjectStore;
import java.util.List;

/// Refuses an output that exists and may not be replaced, before the query costs money.
public final class OutputCheck {
    private final ObjectStore store;
    private final boolean overwriteForeign;

    /// Creates a check of outputs in the given store.
    ///
    /// @param overwriteForeign whether `overwrite` may replace an object that no export wrote
    public OutputCheck(ObjectStore store, boolean overwriteForeign) {
        this.store = store;
        this.overwriteForeign = overwriteForeign;
    }

    /// Checks the output and its side files. Reads them even if they may be replaced, to check that the
    /// bucket exists and is readable.
    ///
    /// @param withReport whether the export writes a report
    /// @param execution the execution's name
    /// @throws OutputExists as described in [ExistingOutput]
    /// @throws io.featurestore.failure.InvalidRequest if the bucket does not exist
    public void check(Form form, boolean withReport, String execution) {
        new ExistingOutput.Finder(store, form, new Ownership(execution), overwriteForeign).find(withReport, List.of());
    }
}
