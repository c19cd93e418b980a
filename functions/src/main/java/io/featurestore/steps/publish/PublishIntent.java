package io.featurestore.steps.publish;

import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;

/// Lists the objects that an execution is going to publish. It is stored before the first of them is written. The
/// export is published as soon as the manifest belongs to this execution. Until then, a clean-up deletes the
/// targets.
///
/// @param manifest the URI of the manifest, which is written last
/// @param targets all objects of the output, in order
/// @param report the URI of the report, which is written before the manifest; empty if there is none
/// @param replacing whether the single target replaces an older object. The older bytes cannot be restored then,
///     so a clean-up keeps the new ones
/// @param obsolete part files and report of the replaced export, which are deleted after the manifest is written
record PublishIntent(
        S3Uri manifest, List<S3Uri> targets, Optional<S3Uri> report, boolean replacing, List<S3Uri> obsolete) {
    /// Makes the lists immutable.
    PublishIntent {
        targets = List.copyOf(targets);
        obsolete = List.copyOf(obsolete);
    }
}
