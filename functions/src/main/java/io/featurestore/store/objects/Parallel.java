package io.featurestore.store.objects;

import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
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

/// Runs requests concurrently on virtual threads.
public final class Parallel {
    private Parallel() {}

    /// Applies the call to every item, at most `atOnce` at the same time. Returns the answers in the order of the
    /// items. After the first failure, or an interrupt, no further call begins, the running calls end, and that
    /// failure is thrown.
    public static <T, R> List<R> map(List<T> items, int atOnce, Function<T, R> call) {
        Semaphore turns = new Semaphore(atOnce);
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        List<Future<R>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T item : items) {
                if (!acquired(turns)) {
                    failure.compareAndSet(null, new Transient("the export was interrupted", null));
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
            throw new Internal("a call failed with " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Transient("the export was interrupted", e);
        }
    }
}
