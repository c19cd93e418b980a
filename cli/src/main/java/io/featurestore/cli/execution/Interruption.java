package io.featurestore.cli.execution;

import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.target.ExportService;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Handles Ctrl-C and SIGTERM while an execution runs. An embedded execution ends with the process, so it is
/// stopped. An execution on AWS can go on: a user at a terminal is asked, otherwise it is stopped.
final class Interruption implements AutoCloseable {
    private static final long STOPPING_SECONDS = 20;

    private final ExportService service;
    private final String execution;
    private final Console console;
    private final Progress progress;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> reported = new CompletableFuture<>();
    private volatile boolean interrupted;
    private volatile @Nullable String farewell;
    private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::interrupted);

    Interruption(ExportService service, String execution, Console console, Progress progress) {
        this.service = service;
        this.execution = execution;
        this.console = console;
        this.progress = progress;
    }

    /// Registers the handler.
    void register() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Records that the execution has ended, so that there is nothing left to stop.
    ///
    /// @return whether the process was interrupted before; it then ends soon, and the caller must not start
    ///     anything
    boolean executionEnded() {
        boolean before = interrupted;
        ended.complete(null);
        return before;
    }

    /// Sets what is said if the process is interrupted after the execution has ended.
    void sayWhenInterrupted(String text) {
        farewell = text;
    }

    /// Runs when the process is interrupted.
    void interrupted() {
        interrupted = true;
        progress.close();
        if (hasEnded()) {
            if (farewell != null) {
                console.err().println(farewell);
            }
            return;
        }
        try {
            if (leftRunning()) {
                console.err().println(Texts.text("stop.left", execution));
            } else if (!hasEnded()) {
                stop();
            }
        } catch (SdkException e) {
            console.explain(e);
        }
    }

    /// Stops the execution and waits until its end is shown, which comes after its clean-up; 20 seconds at
    /// most.
    private void stop() {
        console.err().println(Texts.text("stop.stopping"));
        service.sfn()
                .stopExecution(
                        r -> r.executionArn(execution).error("Interrupted").cause(Texts.text("stop.cause")));
        reported.completeOnTimeout(null, STOPPING_SECONDS, TimeUnit.SECONDS).join();
        if (service.embedded()) {
            service.close();
        }
    }

    private boolean leftRunning() {
        if (service.embedded() || !console.terminal().asking()) {
            return false;
        }
        console.err().println();
        return console.ask(Texts.text("stop.ask"), ended)
                .filter(a -> a.toLowerCase(Locale.ROOT).startsWith(Texts.text("stop.ask.leave")))
                .isPresent();
    }

    private boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        ended.complete(null);
        reported.complete(null);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process already ends and runs the hook.
            progress.close();
        }
    }
}
