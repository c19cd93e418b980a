package io.featurestore.export;

import io.featurestore.steps.BucketRules;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;

/// Checks the places on S3 that a request names: each must be one that the deployment allows, and none may be
/// among the work folders, whose documents other executions trust.
final class RequestPlaces {
    private static final int SHOWN = 10;

    private final BucketRules rules;
    private final String workBucket;
    private final List<String> violations;

    /// Creates a check that adds a sentence to `violations` for every place that it refuses.
    RequestPlaces(BucketRules rules, String workBucket, List<String> violations) {
        this.rules = rules;
        this.workBucket = workBucket;
        this.violations = violations;
    }

    /// Checks an output and the files that will be beside it.
    void checkOutput(S3Uri output) {
        if (touchesWork("output", output)) {
            return;
        }
        if (!output.isPrefix() && SideFiles.isSideFile(output)) {
            violations.add(
                    "output '" + output + "' has the name of an export's manifest or report, which no output may "
                            + "have; choose another name.");
        }
        if (!rules.mayHoldOutput(output)) {
            violations.add("output '" + output + "' lies outside the places where this deployment may write outputs: "
                    + listed(rules.outputPlaces()) + ". Name one of them, or add the place to the deployment's "
                    + "outputBuckets.");
            return;
        }
        sideFiles(output)
                .filter(files -> !rules.mayHoldOutput(files.manifest()))
                .ifPresent(files ->
                        violations.add("output '" + output + "' would have its manifest at '" + files.manifest()
                                + "', which lies outside the places where this deployment may write outputs: "
                                + listed(rules.outputPlaces()) + ". Name a place below one of them."));
    }

    /// Returns the files beside an output; empty if they can have no name, which is another violation.
    private static Optional<SideFiles> sideFiles(S3Uri output) {
        try {
            return Optional.of(SideFiles.of(output));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Checks the location of the query's result.
    void checkQueryOutput(S3Uri location) {
        if (!touchesWork("queryOutputLocation", location) && !rules.mayHoldQueryResult(location)) {
            violations.add("queryOutputLocation '" + location
                    + "' lies outside the places where this deployment may keep query results: "
                    + listed(rules.queryResultPlaces())
                    + ". Leave it out, name one of them, or add the place to the deployment's outputBuckets.");
        }
    }

    private boolean touchesWork(String field, S3Uri uri) {
        boolean touches = uri.bucket().equals(workBucket) && WorkFolder.overlapsWork(uri);
        if (touches) {
            violations.add(field + " '" + uri + "' lies in, or holds, the work prefix '"
                    + WorkFolder.allWork(workBucket) + "', which belongs to running exports; name another place.");
        }
        return touches;
    }

    private static String listed(List<String> places) {
        return places.isEmpty()
                ? "none"
                : String.join(", ", places.subList(0, Math.min(SHOWN, places.size())))
                        + (places.size() > SHOWN ? " and " + (places.size() - SHOWN) + " more" : "");
    }
}
