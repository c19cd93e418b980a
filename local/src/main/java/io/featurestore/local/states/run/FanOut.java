package io.featurestore.local.states.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Runs children on virtual threads, up to a number at the same time. The first child that throws stops the
/// others.
final class FanOut {
    private final int count;
    private final IntConsumer child;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    private FanOut(int count, IntConsumer child) {
        this.count = count;
        this.child = child;
    }

    /// Runs the children 0 to count - 1 and waits for all of them.
    ///
    /// @throws RuntimeException the exception of the first child that failed; the other children were interrupted
    ///     and have ended
    /// @throws Cancelled if the calling thread was interrupted
    static void run(int count, int concurrency, IntConsumer child) {
        FanOut fan = new FanOut(count, child);
        for (int i = 0; i < Math.min(count, concurrency); i++) {
            fan.threads.add(Thread.ofVirtual().name("states-child").unstarted(fan::work));
        }
        fan.threads.forEach(Thread::start);
        fan.join();
        switch (fan.first.get()) {
            case null -> {}
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private void work() {
        int index = 0;
        while (first.get() == null && (index = next.getAndIncrement()) < count) {
            try {
                child.accept(index);
            } catch (RuntimeException | Error thrown) {
                stop(thrown);
            }
        }
    }

    private void stop(Throwable reason) {
        if (first.compareAndSet(null, reason)) {
            threads.forEach(Thread::interrupt);
        }
    }

    /// Waits for the children even if this thread is interrupted, so that no part of an execution runs after its
    /// end.
    private void join() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                    stop(new Cancelled());
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
