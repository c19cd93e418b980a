package io.featurestore.steps.publish;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Limits;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.assemble.Segment;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.AlreadyExists;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore.UploadedPart;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.Ranges;
import io.featurestore.store.objects.S3Uri;

/**
 * Makes one object of many segments, in one step that others see: S3 copies what is large, the rest goes through at
 * most {@value #MEMORY} bytes of memory. May be called again after any failure, by another process too: the bytes are
 * the same, and an object that an earlier call finished is recognised by its mark and taken as it is.
 */
public final class ObjectAssembly {
    private static final int MEMORY = 32 << 20;

    private final ObjectStore store;
    private final WorkFiles work;
    private final Ownership ownership;
    private final Semaphore memory = new Semaphore(MEMORY, true);

    public ObjectAssembly(ObjectStore store, WorkFiles work, Ownership ownership) {
        this.store = store;
        this.work = work;
        this.ownership = ownership;
    }

    /**
     * Returns the object the plan makes.
     *
     * @throws ExportFailure.OutputExists if another's object is there and may not be replaced
     * @throws ExportFailure.ResultChanged if a segment's object changed
     */
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
            return store.describe(target).flatMap(object -> finished(object, plan))
                    .orElseThrow(() -> outputExists(target, e));
        }
    }

    /** Aborts the upload an earlier call began; one that was completed or aborted is no error. */
    void abortUpload() {
        work.upload().ifPresent(upload -> {
            upload.uploadId().ifPresent(id -> store.abortUpload(upload.target(), id));
            abortUnanswered(upload.target());
        });
    }

    /** An upload whose start was not answered stands in no record. */
    private void abortUnanswered(S3Uri target) {
        try {
            store.abortEmptyUploads(target);
        } catch (ExportFailure.AccessDenied e) {
            // Who may write to the bucket, but not look for uploads, leaves this one to the bucket's lifecycle rule.
            return;
        }
    }

    /** The execution's name alone would be fooled by a second state machine that uses the same names. */
    private Optional<ObjectRef> finished(ObjectStore.Described there, AssemblyPlan plan) {
        return Optional.of(there)
                .filter(ownership::isOurs)
                .map(ObjectStore.Described::ref)
                .filter(ref -> ref.size() == plan.length());
    }

    private ObjectRef write(S3Uri target, String contentType, AssemblyPlan plan, IfExists ifExists) {
        if (plan.parts().size() == 1) {
            switch (plan.parts().getFirst()) {
                case AssemblyPlan.Gathered gathered -> {
                    return store.put(target, bytes(gathered), contentType, ownership.metadata(), ifExists);
                }
                case AssemblyPlan.Copied copied when copied.segment().isWhole() -> {
                    return store.copy(copied.segment().object(), target, contentType, ownership.metadata(), ifExists);
                }
                case AssemblyPlan.Copied _ -> {
                    // A range is copied by an upload of one part.
                }
            }
        }
        return upload(target, contentType, plan, ifExists);
    }

    private ObjectRef upload(S3Uri target, String contentType, AssemblyPlan plan, IfExists ifExists) {
        work.recordUpload(new WorkFiles.OpenUpload(target, Optional.empty()));
        String uploadId = store.startUpload(target, contentType, ownership.metadata());
        work.recordUpload(new WorkFiles.OpenUpload(target, Optional.of(uploadId)));
        List<Integer> numbers = IntStream.rangeClosed(1, plan.parts().size()).boxed().toList();
        List<UploadedPart> uploaded = Parallel.map(numbers, Limits.FINAL_REQUESTS,
                number -> upload(target, uploadId, number, plan.parts().get(number - 1)));
        ObjectRef object = store.completeUpload(target, uploadId, uploaded, ifExists);
        // The SDK may have started one more, whose answer got lost.
        abortUnanswered(target);
        return object;
    }

    private UploadedPart upload(S3Uri target, String uploadId, int number, AssemblyPlan.Part part) {
        return switch (part) {
            case AssemblyPlan.Copied(Segment.OfObject(ObjectRef object, long start, long end)) -> store.copyPart(target,
                    uploadId, number, object, start, end);
            case AssemblyPlan.Gathered gathered -> {
                int length = (int) gathered.length();
                memory.acquireUninterruptibly(length);
                try {
                    yield store.uploadPart(target, uploadId, number, bytes(gathered), 0, length);
                } finally {
                    memory.release(length);
                }
            }
        };
    }

    private byte[] bytes(AssemblyPlan.Gathered gathered) {
        byte[] bytes = new byte[(int) gathered.length()];
        int at = 0;
        for (Segment segment : gathered.segments()) {
            switch (segment) {
                case Segment.InMemory(byte[] content, int start, int end) -> System.arraycopy(content, start, bytes, at,
                        end - start);
                case Segment.OfObject(ObjectRef object, long start, long end) -> Ranges.read(store, object, start, end,
                        bytes, at);
            }
            at += (int) segment.length();
        }
        return bytes;
    }

    static ExportFailure outputExists(S3Uri target, @Nullable Throwable cause) {
        return new ExportFailure.OutputExists("There is an object at " + target
                + " already; set overwrite to replace it, or name another output.", cause);
    }
}
