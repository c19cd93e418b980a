package io.featurestore.steps.publish;

import io.featurestore.failure.OutputExists;
import io.featurestore.steps.work.Form;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import java.util.stream.Stream;

/// Refuses an output that exists and may not be replaced, before the query costs money.
public final class OutputCheck {
    private final ObjectStore store;

    /// Creates a check of outputs in the given store.
    public OutputCheck(ObjectStore store) {
        this.store = store;
    }

    /// Checks the output. Reads it even if it may be replaced, to check that the bucket exists and is readable.
    ///
    /// @throws OutputExists if an object exists at the output or below its prefix, and `overwrite` is not set
    /// @throws io.featurestore.failure.InvalidRequest if the bucket does not exist
    public void check(Form form) {
        S3Uri output = form.output();
        Optional<ObjectRef> there =
                output.isPrefix() ? first(output) : store.describe(output).map(ObjectStore.Described::ref);
        if (there.isPresent() && !form.overwrite()) {
            throw new OutputExists((output.isPrefix()
                            ? "There are objects below the output prefix " + output + ", such as "
                                    + there.get().uri()
                            : "The output " + output + " is there already")
                    + ". Set overwrite to true to replace it, or name another output.");
        }
    }

    private Optional<ObjectRef> first(S3Uri prefix) {
        try (Stream<ObjectRef> found = store.list(prefix)) {
            // The S3 console creates an empty object with the name of the prefix for a folder.
            return found.filter(o -> !o.uri().equals(prefix)).findFirst();
        }
    }
}
