package io.featurestore.steps.publish;

import java.util.List;
import java.util.Optional;

import io.featurestore.store.objects.S3Uri;

/**
 * What an execution is about to show at its output, written down before the first object of it. Once the manifest is
 * this execution's, the export is published; until then a clean-up takes the targets away.
 *
 * @param manifest where the manifest goes, last
 * @param targets every object that is published, in order
 * @param report where the report goes, before the manifest; empty where there is none
 * @param replacing whether the one target replaces an older object: then the older bytes cannot come back, and a
 *        clean-up leaves the newer ones
 * @param obsolete part files and report of the export that this one replaces, deleted after the manifest is written
 */
record Publication(S3Uri manifest, List<S3Uri> targets, Optional<S3Uri> report, boolean replacing,
        List<S3Uri> obsolete) {
    /** Copies the lists. */
    Publication {
        targets = List.copyOf(targets);
        obsolete = List.copyOf(obsolete);
    }
}
