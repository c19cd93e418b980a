package io.featurestore.cli;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.core.exception.SdkException;

/**
 * What becomes of an execution when the process is asked to end (Ctrl-C, SIGTERM) while it runs. An embedded one ends
 * with the process, so it is stopped. One on AWS could go on: a person at a terminal is asked, else it is stopped.
 */
final class Interruption implements AutoCloseable {
    private static final long STOPPING_SECONDS = 20;

    private final Machine machine;
    private final String execution;
    private final Console console;
    private final Progress progress;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private volatile boolean interrupted;
    private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::interrupted);

    Interruption(Machine machine, String execution, Console console, Progress progress) {
        this.machine = machine;
        this.execution = execution;
        this.console = console;
        this.progress = progress;
    }

    /** Begins to wait for the process to be asked to end. */
    void await() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * The execution has ended; there is nothing to stop any more.
     *
     * @return whether the process was asked to end before; it ends soon then, and nothing should be begun
     */
    boolean executionEnded() {
        boolean before = interrupted;
        ended.complete(null);
        return before;
    }

    /** The process is asked to end. */
    void interrupted() {
        interrupted = true;
        progress.close();
        if (isOver()) {
            return;
        }
        try {
            if (isLeft()) {
                console.err().println(Texts.text("stop.left", execution));
            } else if (!isOver()) {
                stop();
            }
        } catch (SdkException e) {
            console.explain(e);
        }
    }

    /** Waits until the person has been told of the end, and what the export left behind is removed. */
    private void stop() {
        console.err().println(Texts.text("stop.stopping"));
        machine.sfn().stopExecution(r -> r.executionArn(execution)
                .error("Interrupted")
                .cause(Texts.text("stop.cause")));
        told.completeOnTimeout(null, STOPPING_SECONDS, TimeUnit.SECONDS).join();
        if (machine.embedded()) {
            machine.close();
        }
    }

    private boolean isLeft() {
        if (machine.embedded() || !console.terminal().asking()) {
            return false;
        }
        console.err().println();
        return console.ask(Texts.text("stop.ask"), ended)
                .filter(a -> a.toLowerCase(Locale.ROOT).startsWith(Texts.text("stop.ask.leave")))
                .isPresent();
    }

    private boolean isOver() {
        return ended.isDone();
    }

    @Override
    public void close() {
        ended.complete(null);
        told.complete(null);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, which is what the hook waited for.
            progress.close();
        }
    }
}
