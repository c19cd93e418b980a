package io.featurestore.cli;

/** The command cannot go on; the message is for the person, the exit code for the shell. */
final class CommandFailure extends RuntimeException {
    private final String message;
    private final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message);
        this.message = message;
        this.exitCode = exitCode;
    }

    CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.message = message;
        this.exitCode = exitCode;
    }

    /** The command was used wrongly; the text of that key says how. */
    static CommandFailure usage(String key, Object... arguments) {
        return new CommandFailure(Fs.USAGE, Texts.text(key, arguments));
    }

    /** The command failed; the text of that key says why. */
    static CommandFailure failed(Throwable cause, String key, Object... arguments) {
        return new CommandFailure(Fs.FAILED, Texts.text(key, arguments), cause);
    }

    String message() {
        return message;
    }

    int exitCode() {
        return exitCode;
    }
}
