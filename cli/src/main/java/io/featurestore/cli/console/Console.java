package io.featurestore.cli.console;

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

/// The three standard streams of a command. Results go to standard output; progress, questions and errors go to
/// standard error.
///
/// @param out standard output
/// @param err standard error
/// @param in standard input
/// @param terminal whether the user can see moving lines and answer questions
public record Console(PrintStream out, PrintStream err, InputStream in, Terminal terminal) {
    /// Asks a question on standard error and waits for one line of standard input.
    ///
    /// @param cancelled ends the wait when it completes, because the answer is no longer needed
    /// @return the line without surrounding blanks; empty when input has ended, on Ctrl-C, and after `cancelled`
    public Optional<String> ask(String question, CompletableFuture<Void> cancelled) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        CompletableFuture<Optional<String>> none = cancelled.thenApply(_ -> Optional.empty());
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
            return Optional.ofNullable(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine())
                    .map(String::strip);
        } catch (IOException _) {
            // Input that cannot be read counts as input that has ended.
            return Optional.empty();
        }
    }

    /// Prints an error message on standard error.
    public void printError(String message) {
        err.println(Texts.text("complaint", message));
    }

    /// Prints the reason of a failure on standard error and returns the exit code for it.
    public int explain(Exception e) {
        return switch (e) {
            case CommandFailure failure -> {
                printError(failure.message());
                yield failure.exitCode();
            }
            case SdkException aws -> {
                printError(Texts.text("error.aws", Reasons.of(aws)));
                yield ExitCode.FAILED;
            }
            default -> {
                printError(Texts.text("error.internal", e));
                for (StackTraceElement element : e.getStackTrace()) {
                    err.println("    at " + element);
                }
                yield ExitCode.FAILED;
            }
        };
    }
}
