package io.featurestore.steps.publish;

import io.featurestore.failure.OutputExists;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import java.util.List;

/// Publishes parts as an output.
sealed interface Publisher permits OneObject, PartFiles {
    /// Holds the published objects.
    ///
    /// @param files the objects, in the order of their records
    /// @param requests the number of write requests
    record Published(List<ObjectRef> files, long requests) {
        long bytes() {
            return files.stream().mapToLong(ObjectRef::size).sum();
        }
    }

    /// Checks what exists at the output, and returns what will be published.
    ///
    /// @throws OutputExists if an object exists that may not be replaced
    PublishIntent prepare();

    /// Publishes the parts. The call may be repeated and gives the same bytes.
    Published publish();

    /// Returns what the write of the manifest does if a manifest exists.
    IfExists manifestIfExists();
}
