package io.featurestore.cli.console;

/// Ends a command with a message for the user and an exit code for the shell.
public final class CommandFailure extends RuntimeException {
    private final String message;
    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.message = message;
        this.exitCode = exitCode;
    }

    /// Creates a failure with one of the codes in [ExitCode] and a message that is shown as it is.
    public CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.message = message;
        this.exitCode = exitCode;
    }

    /// Returns a failure with exit code [ExitCode#USAGE] and the text of that key.
    public static CommandFailure usage(String key, Object... arguments) {
        return new CommandFailure(ExitCode.USAGE, Texts.text(key, arguments));
    }

    /// Returns a failure with exit code [ExitCode#FAILED] and the text of that key.
    public static CommandFailure failed(String key, Object... arguments) {
        return new CommandFailure(ExitCode.FAILED, Texts.text(key, arguments));
    }

    /// Returns a failure with a cause, exit code [ExitCode#FAILED] and the text of that key.
    public static CommandFailure failed(Throwable cause, String key, Object... arguments) {
        return new CommandFailure(ExitCode.FAILED, Texts.text(key, arguments), cause);
    }

    /// Returns the message for the user.
    public String message() {
        return message;
    }

    /// Returns the exit code of the process.
    public int exitCode() {
        return exitCode;
    }
}
