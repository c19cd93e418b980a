package io.featurestore.export.output;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.featurestore.export.failure.ExportFailure;

/** Requests side by side, on virtual threads. */
final class Parallel {
    /**
     * A request of S3 moves some 85 MB a second (docs.aws.amazon.com/AmazonS3/latest/userguide,
     * optimizing-performance-design-patterns), so as many copy 10 TB in 11 of the final step's 15 minutes. As none takes
     * less than 60 ms, they stay below S3's 3,500 writes a second for a prefix.
     */
    static final int AT_ONCE = 192;

    private Parallel() {}

    /**
     * Applies the call to every item and returns the answers in the items' order. After a first failure, or an
     * interrupt, no further call begins, those under way end, and that failure is thrown.
     */
    static <T, R> List<R> map(List<T> items, Function<T, R> call) {
        Semaphore turns = new Semaphore(AT_ONCE);
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        List<Future<R>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T item : items) {
                if (!acquired(turns)) {
                    failure.compareAndSet(null, new ExportFailure.Transient("the export was interrupted", null));
                }
                if (failure.get() != null) {
                    break;
                }
                answers.add(threads.submit(() -> {
                    try {
                        return call.apply(item);
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                        throw e;
                    } finally {
                        turns.release();
                    }
                }));
            }
        }
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
        return answers.stream().map(Parallel::answer).toList();
    }

    private static boolean acquired(Semaphore turns) {
        try {
            turns.acquire();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <R> R answer(Future<R> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new ExportFailure.Internal("a call failed with " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportFailure.Transient("the export was interrupted", e);
        }
    }
}
