package io.featurestore.steps.estimate;

import io.featurestore.sql.history.History;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FooterSampler.Sample;
import java.util.ArrayList;
import java.util.List;

/// Collects warnings for the caller of an export.
final class Warnings {
    private Warnings() {}

    static List<String> of(History history, Sample read) {
        List<String> warnings = new ArrayList<>();
        if (history.eventTimeTo().isEmpty() && history.asOf().isEmpty()) {
            // docs.aws.amazon.com/sagemaker/latest/dg/feature-store-offline.html
            warnings.add("Records of the last 15 minutes may not have reached the offline store yet.");
        }
        if (read.files() == 0) {
            warnings.add("The table has no files that the request leaves in; the output will have no records.");
        }
        CountRange deletions = read.sums().deletions();
        if (!history.latest() && deletions.most() > 0) {
            warnings.add(
                    read.whole() && deletions.least() == deletions.most()
                            ? "All versions of every record go out, and " + deletions.most()
                                    + " rows are deletions; --latest (records: latest) takes the newest alone."
                            : "All versions of every record go out, and there are deleted ones; "
                                    + "--latest (records: latest) takes the newest alone.");
        }
        return warnings;
    }
}
