package io.featurestore.steps.publish;

import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.OutputFiles;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;

/// Bundles what the final step of an export needs.
///
/// @param store the store of all objects
/// @param job the job
/// @param work the work folder
/// @param ownership the execution's mark
/// @param sideFiles the names of manifest and report
/// @param limits the limits of uploads
/// @param overwriteForeign whether `overwrite` may replace an object that no export wrote
record OutputContext(
        ObjectStore store,
        Job job,
        WorkFolder work,
        Ownership ownership,
        SideFiles sideFiles,
        AssemblyPlan.UploadLimits limits,
        boolean overwriteForeign) {
    static OutputContext of(ObjectStore store, Job job, AssemblyPlan.UploadLimits limits, boolean overwriteForeign) {
        Ownership ownership = new Ownership(job.execution().name());
        return new OutputContext(
                store,
                job,
                new WorkFolder(store, job.execution().work()),
                ownership,
                SideFiles.of(job.form().output()),
                limits,
                overwriteForeign);
    }

    /// Finds what exists at the output and beside it.
    ///
    /// @param targets the part files that the execution is going to write
    /// @throws io.featurestore.failure.OutputExists as described in [ExistingOutput]
    ExistingOutput existing(List<S3Uri> targets) {
        return new ExistingOutput.Finder(store, form(), ownership, overwriteForeign)
                .find(report().isPresent(), targets);
    }

    Form form() {
        return job.form();
    }

    /// Returns the export's manifest.
    Manifest manifest() {
        return new Manifest(store, ownership, sideFiles.manifest());
    }

    /// Returns the URI of the report; empty if none was requested.
    Optional<S3Uri> report() {
        return job.quality().report() ? Optional.of(sideFiles.report()) : Optional.empty();
    }

    /// Returns what a write to the output does if an object exists.
    IfExists ifExists() {
        return form().overwrite() ? IfExists.REPLACE : IfExists.REFUSE;
    }

    /// Returns the content type of the output.
    String contentType() {
        return OutputFiles.contentType(form().format(), form().compression());
    }
}
