package io.featurestore.steps.estimate;

import io.featurestore.sql.history.History;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FooterSampler.Sample;
import io.featurestore.store.files.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Collects warnings for the caller of an export.
final class Warnings {
    private Warnings() {}

    static List<String> of(History history, Sample read, Findings found) {
        List<String> warnings = new ArrayList<>();
        if (history.eventTimeTo().isEmpty() && history.asOf().isEmpty()) {
            // docs.aws.amazon.com/sagemaker/latest/dg/feature-store-offline.html
            warnings.add("Records of the last 15 minutes may not have reached the offline store yet.");
        }
        Optional<String> unseen = found.unseen().or(read::unseen);
        unseen.ifPresent(reason -> warnings.add(
                "Not all files of the table were seen, so the figures count only a part: " + sentence(reason)));
        found.invisible().stream()
                .filter(count -> count > 0)
                .forEach(count -> warnings.add(invisible(count, found.location())));
        if (read.files() == 0 && unseen.isEmpty()) {
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

    private static String invisible(long count, String location) {
        return String.format(
                Locale.ROOT,
                "%,d %s below %s %s in folders that are no partitions of the table, so the query does not see %s. Add the "
                        + "partitions to the data catalog (ALTER TABLE … ADD PARTITION, or MSCK REPAIR TABLE) if the records "
                        + "belong to the table.",
                count,
                count == 1 ? "object" : "objects",
                location,
                count == 1 ? "lies" : "lie",
                count == 1 ? "it" : "them");
    }

    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }
}
