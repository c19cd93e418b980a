package io.featurestore.cli;

import java.io.PrintStream;
import java.util.Optional;

import software.amazon.awssdk.core.exception.SdkException;

/** Where fs speaks: results to standard output, the rest to standard error. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** Returns whether a person sits at a terminal. */
    boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
    }

    /** Says why a command ended, and returns its exit code. */
    int explain(Exception e) {
        return switch (e) {
            case CommandFailure failure -> {
                err.println(Texts.text("usage", String.valueOf(failure.getMessage())));
                yield failure.exitCode();
            }
            case SdkException aws -> {
                err.println(Texts.text("usage", Texts.text("error.aws", String.valueOf(aws.getMessage()))));
                yield Fs.FAILED;
            }
            default -> {
                err.println(Texts.text("usage", Texts.text("error.internal", e)));
                for (StackTraceElement element : e.getStackTrace()) {
                    err.println("    at " + element);
                }
                yield Fs.FAILED;
            }
        };
    }
}
