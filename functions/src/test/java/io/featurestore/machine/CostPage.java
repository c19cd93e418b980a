package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks the parts of `docs/cost.md` about the quality of estimates. `-Dcost.write=true` writes them.
final class CostPage {
    private static final Path PAGE = Path.of("..", "docs", "cost.md");

    private static final int HEAD_LINES = 2;

    private CostPage() {}

    /// Checks that the page has the rows of a measurement. The test itself asserts on the figures.
    static void holds(String section, String table) throws IOException {
        if (Boolean.getBoolean("cost.write")) {
            write(section, table);
            return;
        }
        String page = section(section);
        for (String row : table.strip().lines().skip(HEAD_LINES).toList()) {
            String[] cells = row.split(" \\| ");
            assertThat(page).contains(cells[0] + " | " + cells[1] + " | ");
        }
    }

    private static String section(String name) throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf(begin(name)) + begin(name).length(), page.indexOf(end(name)))
                .strip();
    }

    private static void write(String name, String table) throws IOException {
        String page = Files.readString(PAGE);
        Files.writeString(
                PAGE,
                page.substring(0, page.indexOf(begin(name)) + begin(name).length()) + table.strip() + "\n"
                        + page.substring(page.indexOf(end(name))));
    }

    private static String begin(String name) {
        return "<!-- " + name + ": begin (kept true by a test) -->\n";
    }

    private static String end(String name) {
        return "<!-- " + name + ": end -->";
    }
}
