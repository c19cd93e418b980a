package io.featurestore.export.estimate;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.featurestore.export.failure.ExportFailure;

/** Small requests side by side. */
final class Parallel {
    /** A request takes tens of milliseconds and little work here. */
    static final int AT_ONCE = 32;

    private Parallel() {}

    /** Returns the answers in the items' order, or throws the first failure of them. */
    static <T, R> List<R> map(List<T> items, Function<T, R> call) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.clamp(items.size(), 1, AT_ONCE), Thread.ofVirtual()
                .factory());
        try {
            List<Future<R>> answers = items.stream().map(item -> threads.submit(() -> call.apply(item))).toList();
            return answers.stream().map(Parallel::answer).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static <R> R answer(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error error -> throw error;
                case null, default -> new IllegalStateException("a request failed", e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportFailure.Transient("The estimate was interrupted.", e);
        }
    }
}
