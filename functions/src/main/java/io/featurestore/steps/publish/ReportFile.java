package io.featurestore.steps.publish;

import io.featurestore.steps.report.Report;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.util.Optional;

/// Reads and writes the report at `<output>.report.html` or `<prefix>report.html`.
final class ReportFile {
    private ReportFile() {}

    /// Returns the URI of the report of an output.
    static S3Uri of(S3Uri output) {
        return output.append(output.isPrefix() ? "report.html" : ".report.html");
    }

    /// Returns the URI of the report of an earlier export; empty if there is none. An earlier report is
    /// recognised by its mark, because its manifest may be lost or broken. A page without a mark was not written
    /// by an export.
    static Optional<S3Uri> earlier(OutputContext context) {
        return context.store()
                .describe(of(context.form().output()))
                .filter(Ownership::isMarked)
                .map(page -> page.ref().uri());
    }

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
