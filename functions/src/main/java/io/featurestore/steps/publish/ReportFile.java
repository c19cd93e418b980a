package io.featurestore.steps.publish;

import io.featurestore.steps.report.Report;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;

/// Writes the report of an export beside its output, see [SideFiles].
final class ReportFile {
    private ReportFile() {}

    /// Writes a report. An existing report is replaced, since a report counts only together with its manifest.
    static void write(OutputContext context, S3Uri uri, Report report) {
        context.store()
                .put(
                        uri,
                        report.html(),
                        "text/html; charset=utf-8",
                        context.ownership().metadata(),
                        IfExists.REPLACE);
    }
}
