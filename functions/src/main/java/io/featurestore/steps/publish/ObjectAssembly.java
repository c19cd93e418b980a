package io.featurestore.steps.publish;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Failure;
import io.featurestore.failure.OutputExists;
import io.featurestore.failure.ResultChanged;
import io.featurestore.steps.Limits;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.assemble.Segment;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.AlreadyExists;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore.UploadedPart;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.Ranges;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Assembles one object from many segments. Readers see the object appear in one step. S3 copies large segments;
/// small ones go through at most {@value #MEMORY} bytes of memory. A call may be repeated after any failure, also
/// by another process: the bytes are the same, and an object that an earlier call finished is recognised by its
/// mark and kept.
public final class ObjectAssembly {
    private static final int MEMORY = 32 << 20;

    private final ObjectStore store;
    private final WorkFolder work;
    private final Ownership ownership;
    private final Semaphore memory = new Semaphore(MEMORY, true);

    /// Creates an assembly of objects that carry the given mark.
    public ObjectAssembly(ObjectStore store, WorkFolder work, Ownership ownership) {
        this.store = store;
        this.work = work;
        this.ownership = ownership;
    }

    /// Assembles the object that the plan describes, unless an earlier call did. Returns its version.
    ///
    /// @throws OutputExists if an object of another execution exists and may not be replaced
    /// @throws ResultChanged if the object of a segment changed
    public ObjectRef assemble(S3Uri target, String contentType, AssemblyPlan plan, IfExists ifExists) {
        Optional<ObjectStore.Described> there = store.describe(target);
        Optional<ObjectRef> done = there.flatMap(object -> finished(object, plan));
        if (done.isPresent()) {
            return done.get();
        }
        if (there.isPresent() && ifExists == IfExists.REFUSE) {
            throw outputExists(target, null);
        }
        abortUpload();
        try {
            return write(target, contentType, plan, ifExists);
        } catch (AlreadyExists e) {
            abortUpload();
            return store.describe(target)
                    .flatMap(object -> finished(object, plan))
                    .orElseThrow(() -> outputExists(target, e));
        }
    }

    /// Aborts the upload that an earlier call started. An upload that was completed or aborted is ignored.
    void abortUpload() {
        work.find(Document.UPLOAD, OpenUpload.class).ifPresent(upload -> {
            upload.uploadId().ifPresent(id -> store.abortUpload(upload.target(), id));
            abortUnanswered(upload.target());
        });
    }

    /// Aborts uploads whose start was not answered, so that no document has their ids.
    private void abortUnanswered(S3Uri target) {
        try {
            store.abortEmptyUploads(target);
        } catch (AccessDenied e) {
            // Without the permission to list uploads, this one is left to the bucket's lifecycle rule.
            return;
        }
    }

    /// Returns the object if this execution finished it. The size is compared too, because another state machine
    /// may use the same execution names.
    private Optional<ObjectRef> finished(ObjectStore.Described there, AssemblyPlan plan) {
        return Optional.of(there)
                .filter(ownership::isOwned)
                .map(ObjectStore.Described::ref)
                .filter(ref -> ref.size() == plan.length());
    }

    private ObjectRef write(S3Uri target, String contentType, AssemblyPlan plan, IfExists ifExists) {
        if (plan.parts().size() == 1) {
            switch (plan.parts().getFirst()) {
                case AssemblyPlan.Joined joined -> {
                    return store.put(target, bytes(joined), contentType, ownership.metadata(), ifExists);
                }
                case AssemblyPlan.Copied copied
                when copied.segment().isWhole() -> {
                    return store.copy(copied.segment().object(), target, contentType, ownership.metadata(), ifExists);
                }
                case AssemblyPlan.Copied _ -> {
                    // A range of an object needs an upload with one part.
                }
            }
        }
        return upload(target, contentType, plan, ifExists);
    }

    private ObjectRef upload(S3Uri target, String contentType, AssemblyPlan plan, IfExists ifExists) {
        work.write(Document.UPLOAD, new OpenUpload(target, Optional.empty()));
        String uploadId = store.startUpload(target, contentType, ownership.metadata());
        work.write(Document.UPLOAD, new OpenUpload(target, Optional.of(uploadId)));
        List<Integer> numbers =
                IntStream.rangeClosed(1, plan.parts().size()).boxed().toList();
        List<UploadedPart> uploaded = Parallel.map(
                numbers,
                Limits.FINAL_REQUESTS,
                number -> upload(target, uploadId, number, plan.parts().get(number - 1)));
        ObjectRef object = store.completeUpload(target, uploadId, uploaded, ifExists);
        // A retry of the SDK may have started a second upload whose answer was lost.
        abortUnanswered(target);
        return object;
    }

    private UploadedPart upload(S3Uri target, String uploadId, int number, AssemblyPlan.Part part) {
        return switch (part) {
            case AssemblyPlan.Copied(Segment.OfObject(ObjectRef object, long start, long end)) ->
                store.copyPart(target, uploadId, number, object, start, end);
            case AssemblyPlan.Joined joined -> {
                int length = (int) joined.length();
                memory.acquireUninterruptibly(length);
                try {
                    yield store.uploadPart(target, uploadId, number, bytes(joined), 0, length);
                } finally {
                    memory.release(length);
                }
            }
        };
    }

    private byte[] bytes(AssemblyPlan.Joined joined) {
        byte[] bytes = new byte[(int) joined.length()];
        int at = 0;
        for (Segment segment : joined.segments()) {
            switch (segment) {
                case Segment.InMemory(byte[] content, int start, int end) ->
                    System.arraycopy(content, start, bytes, at, end - start);
                case Segment.OfObject(ObjectRef object, long start, long end) ->
                    Ranges.read(store, object, start, end, bytes, at);
            }
            at += (int) segment.length();
        }
        return bytes;
    }

    static Failure outputExists(S3Uri target, @Nullable Throwable cause) {
        return new OutputExists(
                "There is an object at " + target + " already; set overwrite to replace it, or name another output.",
                cause);
    }
}
