package io.featurestore.steps.publish;

import java.util.Optional;

import io.featurestore.steps.report.Report;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;

/** The report at {@code <output>.report.html} or {@code <prefix>report.html}. */
final class ReportFile {
    private ReportFile() {}

    /** Returns where the report of an output lies. */
    static S3Uri of(S3Uri output) {
        return output.append(output.isPrefix() ? "report.html" : ".report.html");
    }

    /**
     * Returns where a report of an earlier export lies, if one is there. Its mark tells, and no manifest: that may be
     * lost or broken, while the page is none of the new output's all the same. A page without a mark is not the export's.
     */
    static Optional<S3Uri> earlier(Site site) {
        return site.store().describe(of(site.request().output())).filter(Ownership::isMarked).map(page -> page.ref()
                .uri());
    }

    /** Writes a report; without its manifest it is of no worth, so one that is there is replaced. */
    static void write(Site site, S3Uri uri, Report report) {
        site.store().put(uri, report.html(), "text/html; charset=utf-8", site.ownership().metadata(),
                IfExists.REPLACE);
    }
}
