package io.featurestore.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jline.utils.Signals;

import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where fs speaks and listens: results to standard output, the rest to standard error.
 *
 * @param out standard output
 * @param err standard error
 * @param in standard input
 * @param terminal what the person can see and answer
 */
record Console(PrintStream out, PrintStream err, InputStream in, Terminal terminal) {
    /**
     * Asks a question on standard error and waits for a line.
     *
     * @param moot ends the wait: the question is none any more
     * @return the answer; empty if input has ended, on Ctrl-C, and once the question is moot
     */
    Optional<String> ask(String question, CompletableFuture<Void> moot) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        CompletableFuture<Optional<String>> none = moot.thenApply(_ -> Optional.empty());
        Object before = Signals.register("INT", () -> answer.complete(Optional.empty()));
        err.print(question + " ");
        err.flush();
        Thread.ofPlatform().daemon().name("answer").start(() -> answer.complete(line()));
        try {
            return answer.applyToEither(none, a -> a).join();
        } finally {
            Signals.unregister("INT", before);
        }
    }

    private Optional<String> line() {
        try {
            return Optional.ofNullable(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .readLine()).map(String::strip);
        } catch (IOException _) {
            // An input that cannot be read gives no answer, just as one that has ended.
            return Optional.empty();
        }
    }

    /** Says on standard error what is wrong. */
    void complain(String message) {
        err.println(Texts.text("complaint", message));
    }

    /** Says why a command ended, and returns its exit code. */
    int explain(Exception e) {
        return switch (e) {
            case CommandFailure failure -> {
                complain(failure.message());
                yield failure.exitCode();
            }
            case SdkException aws -> {
                complain(Texts.text("error.aws", Reasons.of(aws)));
                yield Fs.FAILED;
            }
            default -> {
                complain(Texts.text("error.internal", e));
                for (StackTraceElement element : e.getStackTrace()) {
                    err.println("    at " + element);
                }
                yield Fs.FAILED;
            }
        };
    }
}
