package io.featurestore.steps.publish;

import java.util.List;

import io.featurestore.failure.ExportFailure;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;

/** How parts become what lies at the output. */
sealed interface Publishing permits OneObject, PartFiles {
    /**
     * What was published.
     *
     * @param files the objects, in the order of their records
     * @param requests how many writes it took
     */
    record Published(List<ObjectRef> files, long requests) {
        long bytes() {
            return files.stream().mapToLong(ObjectRef::size).sum();
        }
    }

    /**
     * Returns what will be published over what is there now.
     *
     * @throws ExportFailure.OutputExists if something is there that may not be replaced
     */
    Publication prepare();

    /** Puts it there. The same call again does no harm and gives the same bytes. */
    Published publish();

    /** Returns what the manifest's writing demands. */
    IfExists manifestIfExists();
}
