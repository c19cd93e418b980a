package io.featurestore.export.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/// Builds a table in Markdown. A table without rows is replaced by a sentence that nothing was measured.
final class MarkdownTable {
    private final int columns;
    private boolean empty = true;
    private final StringBuilder text = new StringBuilder();

    /// Creates a table. The column of a heading that begins with `>` is right-aligned.
    MarkdownTable(String... headings) {
        columns = headings.length;
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String heading : headings) {
            boolean right = heading.startsWith(">");
            names.add(right ? heading.substring(1) : heading);
            lines.add(right ? "---:" : "---");
        }
        line(names);
        line(lines);
    }

    void row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns + " columns");
        }
        empty = false;
        line(List.of(cells));
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return empty ? "Not measured.\n" : text.toString();
    }
}
