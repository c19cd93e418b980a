package io.featurestore.steps.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.publish.results.MapResults;
import io.featurestore.steps.query.CountingRun;
import io.featurestore.steps.query.StartedQuery;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Removes what an execution left. Always deletes the work folder. After a failure it also stops the running
/// query, aborts open uploads of the output and of parts, and deletes an output that has no manifest. It may
/// be run at any time and any number of times, even if there is nothing to remove.
public final class CleanUp {
    private static final String CHUNK_FAILED = "States.ExceedToleratedFailureThreshold";
    private static final Pattern FAILED_CHILDREN = Pattern.compile(".*/FAILED_\\d+\\.json");
    /// The form of Athena's query ids. Nothing else may become part of a prefix whose objects are deleted.
    private static final Pattern QUERY_ID = Pattern.compile("[0-9a-zA-Z-]{8,128}");

    private final ObjectStore store;
    private final Consumer<String> stopQuery;

    /// Creates a clean-up of objects in the given store.
    ///
    /// @param stopQuery stops the query with the given id; must ignore a query that has ended
    public CleanUp(ObjectStore store, Consumer<String> stopQuery) {
        this.store = store;
        this.stopQuery = stopQuery;
    }

    /// Deletes what a successful execution does not need any more: the query's result and the work folder.
    public void afterSuccess(S3Uri work) {
        WorkFolder files = new WorkFolder(store, work);
        List<Failure> failures = new ArrayList<>();
        attempt(failures, () -> removeQueryResult(files));
        attempt(failures, () -> store.abortUploads(work));
        throwFirst(failures, CleanUp::isRetryable);
        // A location that cannot be cleaned does not prevent the clean-up of the others.
        removeWork(files);
        throwFirst(failures, _ -> true);
    }

    private static void throwFirst(List<Failure> failures, Predicate<Failure> which) {
        failures.stream().filter(which).findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    /// Removes everything after a failure, and returns the reason of the failure.
    ///
    /// @param work the prefix of the execution's work folder
    /// @param executionName the execution's name
    /// @param error the name of the error that the state machine caught; empty if only the cause is known
    /// @param cause the cause of the error. For a failed chunk, the chunk's own reason is read from the
    ///     results of the Distributed Map
    /// @return the reason. If something cannot be removed even by repeating the call, its text ends with that
    ///     fact
    /// @throws Throttled or [Transient]: the call may be repeated
    public FailureReason afterFailure(S3Uri work, String executionName, String error, String cause) {
        WorkFolder files = new WorkFolder(store, work);
        FailureReason reason = (error.equals(CHUNK_FAILED)
                        ? chunkFailureReason(files)
                        : Optional.<FailureReason>empty())
                .orElseGet(() -> FailureReason.of(error, cause));
        Ownership ownership = new Ownership(executionName);
        List<Failure> failures = new ArrayList<>();
        attempt(failures, () -> query(files).ifPresent(query -> stopQuery.accept(query.queryExecutionId())));
        attempt(failures, () -> query(files)
                .flatMap(StartedQuery::counting)
                .flatMap(CountingRun::queryExecutionId)
                .ifPresent(stopQuery));
        attempt(failures, () -> markStopped(files));
        attempt(failures, () -> new ObjectAssembly(store, files, ownership).abortUpload());
        attempt(failures, () -> store.abortUploads(files.prefix()));
        attempt(failures, () -> files.find(Document.PUBLISHING, PublishIntent.class)
                .ifPresent(intent -> rollBack(files, intent, ownership)));
        attempt(failures, () -> removeQueryResult(files));
        // The work folder holds what a repeated call needs, so it is deleted only if no call needs to be repeated.
        throwFirst(failures, CleanUp::isRetryable);
        attempt(failures, () -> removeWork(files));
        throwFirst(failures, CleanUp::isRetryable);
        return failures.isEmpty()
                ? reason
                : new FailureReason(
                        reason.error(),
                        reason.cause() + " In addition, not everything could be cleaned up: "
                                + failures.getFirst().getMessage());
    }

    private static Optional<StartedQuery> query(WorkFolder files) {
        return files.find(Document.QUERY, StartedQuery.class);
    }

    private static void attempt(List<Failure> failures, Runnable step) {
        try {
            step.run();
        } catch (Failure e) {
            failures.add(e);
        }
    }

    private static boolean isRetryable(Failure failure) {
        return failure instanceof Throttled || failure instanceof Transient;
    }

    /// Marks the execution as stopped. Only a final step can still be running, and it needs the plan, so
    /// without a plan no mark is needed.
    private static void markStopped(WorkFolder files) {
        if (files.has(Document.PLAN)) {
            files.write(Document.STOPPED, Map.of());
        }
    }

    /// Deletes the output. If the manifest belongs to this execution, the export is published and stays; then
    /// only the missing last step is done: obsolete files are deleted.
    private void rollBack(WorkFolder files, PublishIntent intent, Ownership ownership) {
        if (ownership.findOwned(store, intent.manifest()).isPresent()) {
            Ownership.deleteMarked(store, intent.obsolete());
        } else {
            new Rollback(store, files, ownership, intent).deleteTargets();
        }
    }

    private void removeQueryResult(WorkFolder files) {
        query(files).ifPresent(query -> {
            String id = query.queryExecutionId();
            // UNLOAD writes its files into the work folder, and only a manifest and metadata to the location.
            removeResult(id, query.unloaded().isPresent() ? id : id + ".csv", query.outputLocation());
            query.counting().ifPresent(run -> run.queryExecutionId()
                    .ifPresent(other -> removeResult(other, other + ".csv", run.outputLocation())));
        });
    }

    /// Deletes the objects whose keys begin with `result`, which begins with the query's id.
    private void removeResult(String id, String result, Optional<S3Uri> output) {
        if (!QUERY_ID.matcher(id).matches()) {
            return;
        }
        output.map(location -> location.isPrefix() ? location.append(result) : location)
                .filter(location -> location.key().endsWith(result))
                .ifPresent(this::removeAll);
    }

    /// Deletes the work folder. The mark is deleted after the plan, so that a final step that still runs sees
    /// either the plan missing or the mark present. The results of the Distributed Map, with the reasons of
    /// failed chunks, are deleted last, because a call that is repeated after an error needs them.
    private void removeWork(WorkFolder files) {
        S3Uri results = files.mapResults();
        S3Uri mark = files.uri(Document.STOPPED);
        List<S3Uri> all = store.list(files.prefix()).map(ObjectRef::uri).toList();
        store.delete(all.stream()
                .filter(uri -> !uri.key().startsWith(results.key()) && !uri.equals(mark))
                .toList());
        store.delete(all.stream().filter(mark::equals).toList());
        store.delete(
                all.stream().filter(uri -> uri.key().startsWith(results.key())).toList());
    }

    private void removeAll(S3Uri prefix) {
        store.delete(store.list(prefix).map(ObjectRef::uri).toList());
    }

    /// Returns the reason of a failed chunk. A reason with a code of the contract is preferred to an internal
    /// one.
    private Optional<FailureReason> chunkFailureReason(WorkFolder files) {
        List<FailureReason> reasons = new ArrayList<>();
        store.list(files.mapResults())
                .filter(file -> FAILED_CHILDREN.matcher(file.uri().key()).matches())
                .forEach(file -> MapResults.children(store, file, child -> reasons.add(reason(child))));
        return reasons.stream()
                .filter(reason -> reason.error() != ErrorCode.Internal)
                .findFirst()
                .or(() -> reasons.stream().findFirst());
    }

    private static FailureReason reason(JsonNode child) {
        return FailureReason.of(
                child.path("Error").asText(), child.path("Cause").asText());
    }
}
