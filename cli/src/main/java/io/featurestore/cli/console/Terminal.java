package io.featurestore.cli.console;

/// The terminal that the command runs in. The launcher script examines it and passes the result on, because Java
/// can find out neither whether standard error is a terminal nor how wide it is.
///
/// @param moving whether standard error is a terminal, on which lines can be drawn again
/// @param asking whether standard input is a terminal too, so that the user can answer a question
/// @param columns the width in characters
public record Terminal(boolean moving, boolean asking, int columns) {
    /// Stands for a file or a pipe: lines are printed once and no question is asked.
    public static final Terminal NONE = new Terminal(false, false, 100);

    /// Returns the terminal that the launcher script describes in system properties; [#NONE] if it names none.
    public static Terminal ofLauncher() {
        int columns = Integer.getInteger("fs.terminal.columns", 0);
        return columns < 1 ? NONE : new Terminal(true, Boolean.getBoolean("fs.terminal.asking"), columns);
    }
}
