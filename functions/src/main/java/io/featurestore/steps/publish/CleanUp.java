package io.featurestore.steps.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.failure.ErrorCode;
import io.featurestore.failure.ExportFailure;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * Takes away what an execution left: the work prefix always; after a failure also the running query, the open uploads,
 * those of parts too, and what was put at the output without its manifest. May be run again at any time, and after nothing happened.
 */
public final class CleanUp {
    private static final String CHUNK_FAILED = "States.ExceedToleratedFailureThreshold";
    private static final Pattern FAILED_CHILDREN = Pattern.compile(".*/FAILED_\\d+\\.json");
    /** What Athena calls a query; nothing else may become part of a prefix that is emptied. */
    private static final Pattern QUERY_ID = Pattern.compile("[0-9a-zA-Z-]{8,128}");

    private final ObjectStore store;
    private final Consumer<String> stopQuery;

    /**
     * Takes what it works with.
     *
     * @param stopQuery stops the query with the given id; one that has ended is no error
     */
    public CleanUp(ObjectStore store, Consumer<String> stopQuery) {
        this.store = store;
        this.stopQuery = stopQuery;
    }

    /** Removes what a successful execution needs no more: the query's result and the work prefix. */
    public void afterSuccess(S3Uri work) {
        WorkFiles files = new WorkFiles(store, work);
        List<ExportFailure> failures = new ArrayList<>();
        attempt(failures, () -> removeQueryResult(files));
        attempt(failures, () -> store.abortUploads(work));
        throwFirst(failures, CleanUp::passes);
        // A place that may not be emptied keeps no other from being so.
        removeWork(files);
        throwFirst(failures, _ -> true);
    }

    private static void throwFirst(List<ExportFailure> failures, Predicate<ExportFailure> which) {
        failures.stream().filter(which).findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    /**
     * Takes everything back after a failure.
     *
     * @param work the execution's work prefix
     * @param executionName the execution's name
     * @param error the name of the error the state machine caught; empty where the cause says it all
     * @param cause its cause; a failed chunk's own reason is looked up
     * @return the reason; where something could not be removed for good, it says so at its end
     * @throws ExportFailure.Throttled or {@link ExportFailure.Transient}: the call may be repeated
     */
    public Reason afterFailure(S3Uri work, String executionName, String error, String cause) {
        WorkFiles files = new WorkFiles(store, work);
        Reason reason = (error.equals(CHUNK_FAILED) ? childsReason(files) : Optional.<Reason>empty())
                .orElseGet(() -> Reason.of(error, cause));
        Ownership ownership = new Ownership(executionName);
        List<ExportFailure> failures = new ArrayList<>();
        attempt(failures, () -> files.query().ifPresent(query -> stopQuery.accept(query.queryExecutionId())));
        attempt(failures, () -> markStopped(files));
        attempt(failures, () -> new ObjectAssembly(store, files, ownership).abortUpload());
        attempt(failures, () -> store.abortUploads(files.prefix()));
        attempt(failures, () -> files.publication().ifPresent(publication -> takeBack(files, publication, ownership)));
        attempt(failures, () -> removeQueryResult(files));
        // The work prefix holds what a repeated call needs, so it goes only when nothing is left to repeat.
        throwFirst(failures, CleanUp::passes);
        attempt(failures, () -> removeWork(files));
        throwFirst(failures, CleanUp::passes);
        return failures.isEmpty()
                ? reason
                : new Reason(reason.error(), reason.cause() + " Besides, not everything could be cleaned up: "
                        + failures.getFirst().getMessage());
    }

    private static void attempt(List<ExportFailure> failures, Runnable step) {
        try {
            step.run();
        } catch (ExportFailure e) {
            failures.add(e);
        }
    }

    private static boolean passes(ExportFailure failure) {
        return failure instanceof ExportFailure.Throttled || failure instanceof ExportFailure.Transient;
    }

    /** Only a final step can still be at work, and it begins with the plan. */
    private static void markStopped(WorkFiles files) {
        if (files.planned()) {
            files.markStopped();
        }
    }

    /** Once the manifest is this execution's the export is published and stays; then its last step is made up for. */
    private void takeBack(WorkFiles files, Publication publication, Ownership ownership) {
        if (ownership.ours(store, publication.manifest()).isPresent()) {
            store.delete(publication.obsolete());
        } else {
            new Withdrawal(store, files, ownership, publication).targets();
        }
    }

    private void removeQueryResult(WorkFiles files) {
        files.query().filter(query -> QUERY_ID.matcher(query.queryExecutionId()).matches()).ifPresent(query -> {
            String result = query.queryExecutionId() + ".csv";
            query.outputLocation()
                    .map(location -> location.isPrefix() ? location.append(result) : location)
                    .filter(location -> location.key().endsWith(result))
                    .ifPresent(this::removeAll);
        });
    }

    /**
     * The mark goes after the plan, so that a final step that still runs sees the one missing or the other there. The
     * children's reasons go last: a call that comes again after a fault needs them.
     */
    private void removeWork(WorkFiles files) {
        S3Uri results = files.results();
        S3Uri mark = files.stopMark();
        List<S3Uri> all = store.list(files.prefix()).map(ObjectRef::uri).toList();
        store.delete(all.stream().filter(uri -> !uri.key().startsWith(results.key()) && !uri.equals(mark)).toList());
        store.delete(all.stream().filter(mark::equals).toList());
        store.delete(all.stream().filter(uri -> uri.key().startsWith(results.key())).toList());
    }

    private void removeAll(S3Uri prefix) {
        store.delete(store.list(prefix).map(ObjectRef::uri).toList());
    }

    /** A child that failed for a reason of the contract says more than one that met a fault. */
    private Optional<Reason> childsReason(WorkFiles files) {
        List<Reason> reasons = new ArrayList<>();
        store.list(files.results())
                .filter(file -> FAILED_CHILDREN.matcher(file.uri().key()).matches())
                .forEach(file -> MapResults.children(store, file, child -> reasons.add(reason(child))));
        return reasons.stream().filter(reason -> reason.error() != ErrorCode.Internal).findFirst()
                .or(() -> reasons.stream().findFirst());
    }

    private static Reason reason(JsonNode child) {
        return Reason.of(child.path("Error").asText(), child.path("Cause").asText());
    }
}
