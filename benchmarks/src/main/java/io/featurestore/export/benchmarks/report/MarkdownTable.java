package io.featurestore.export.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown; without rows it says that nothing was measured. */
final class MarkdownTable {
    private final int columns;
    private boolean empty = true;
    private final StringBuilder text = new StringBuilder();

    /** Begins a table; a heading that begins with {@code >} has its column set right. */
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
