package io.featurestore.local.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs writes on another thread, so that an interrupt of the calling thread cannot break them off. Java closes a
/// file channel when the thread that uses it is interrupted.
public final class Uninterruptibly {
    private Uninterruptibly() {}

    public static void run(Runnable work) {
        FutureTask<?> task = new FutureTask<>(work, null);
        Thread.ofVirtual().name("states-writer").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
