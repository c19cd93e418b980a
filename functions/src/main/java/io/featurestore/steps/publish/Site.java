package io.featurestore.steps.publish;

import java.util.Optional;

import io.featurestore.export.Export;
import io.featurestore.export.ExportRequest;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * What the final step of one export works with.
 *
 * @param store where everything lies
 * @param export the export
 * @param work its documents
 * @param ownership its mark
 * @param manifest its manifest
 * @param limits of uploads
 */
record Site(ObjectStore store, Export export, WorkFiles work, Ownership ownership, Manifest manifest,
        AssemblyPlan.Limits limits) {
    static Site of(ObjectStore store, Export export, AssemblyPlan.Limits limits) {
        Ownership ownership = new Ownership(export.executionName());
        return new Site(store, export, new WorkFiles(store, export.work()), ownership,
                new Manifest(store, ownership, export.request().output()), limits);
    }

    ExportRequest request() {
        return export.request();
    }

    /** Returns where the report goes, if one was asked for. */
    Optional<S3Uri> report() {
        return request().report() ? Optional.of(ReportFile.of(request().output())) : Optional.empty();
    }

    /** Returns what a write at the output demands. */
    IfExists ifExists() {
        return request().overwrite() ? IfExists.REPLACE : IfExists.REFUSE;
    }

    /** Returns the content type of what lies at the output. */
    String contentType() {
        return OutputNames.contentType(request().format(), request().compression());
    }
}
