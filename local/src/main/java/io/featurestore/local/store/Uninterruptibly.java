package io.featurestore.local.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Writes that an interrupt of the calling thread must not break off: file channels close when their thread is interrupted. */
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
