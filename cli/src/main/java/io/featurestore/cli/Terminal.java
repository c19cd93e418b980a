package io.featurestore.cli;

/**
 * What the person at the other end can see and answer. The launcher finds it out and passes it on, for Java cannot ask
 * whether standard error is a terminal, nor how wide it is.
 *
 * @param moving whether standard error is a terminal, on which lines may be redrawn
 * @param asking whether a question can be answered too: standard input is a terminal
 * @param columns its width
 */
record Terminal(boolean moving, boolean asking, int columns) {
    /** A file or a pipe: lines only. */
    static final Terminal NONE = new Terminal(false, false, 100);

    /** Returns what the launcher says. */
    static Terminal ofLauncher() {
        int columns = Integer.getInteger("fs.terminal.columns", 0);
        return columns < 1 ? NONE : new Terminal(true, Boolean.getBoolean("fs.terminal.asking"), columns);
    }
}
