package io.featurestore.cli.console;

/// Holds the exit codes of `fs`. The shell reports 130 for a process that Ctrl-C has ended.
public final class ExitCode {
    /// The command did what it was asked to do.
    public static final int DONE = 0;
    /// The command failed; standard error has the reason.
    public static final int FAILED = 1;
    /// The command line is wrong; nothing was started.
    public static final int USAGE = 2;

    private ExitCode() {}
}
