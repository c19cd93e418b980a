package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.micro.PartFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reads and writes JMH's measurements as CSV.
///
/// @param file path of the file
public record PartsFile(Path file) {
    /// Writes a new file.
    public void write(List<PartFigure> figures) throws IOException {
        StringBuilder text = new StringBuilder("part,of,score,error,unit\n");
        for (PartFigure figure : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%.3f,%.3f,%s%n",
                    figure.part(),
                    figure.of(),
                    figure.score(),
                    figure.error(),
                    figure.unit()));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    boolean exists() {
        return Files.exists(file);
    }

    /// Returns the measurements as a table.
    String table() throws IOException {
        MarkdownTable table = new MarkdownTable("part", "of", ">score", ">± (99.9 %)", "unit");
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            table.row(
                    cells[0],
                    cells[1].toLowerCase(Locale.ROOT).replace('_', ' '),
                    rounded(cells[2]),
                    rounded(cells[3]),
                    cells[4]);
        }
        return table.toString();
    }

    private static String rounded(String number) {
        double value = Double.parseDouble(number);
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }
}
