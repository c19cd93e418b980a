package io.featurestore.export.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.micro.PartFigure;
import io.featurestore.export.benchmarks.run.BenchmarkCase;
import io.featurestore.export.benchmarks.run.Contestant;
import io.featurestore.export.benchmarks.run.Figure;
import io.featurestore.export.benchmarks.run.MeasuredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PerformancePageTest {
    @TempDir
    private Path docs;

    private PerformancePage page;

    @BeforeEach
    void begin() throws IOException {
        page = new PerformancePage(docs);
        new Facts(Map.of("processor", "one of a kind")).write(page.facts());
        page.figures().begin();
    }

    @Test
    void comparesMediansWithTheTargets() throws IOException {
        figures(0.5, ComparedOutput.JSON, Contestant.EXPORT, 2, 2.0, 1.0, 9.0);
        figures(0.5, ComparedOutput.JSON, Contestant.EXPORT, 1, 2.0);
        figures(0.5, ComparedOutput.JSON, Contestant.DUCKDB, 2, 5.0, 7.0, 5.0);
        figures(0.5, ComparedOutput.JSON, Contestant.POLARS, 2, 3.0);

        assertThat(written())
                .contains(
                        "| json | DuckDB | 5.00 (5.00–7.00) | 2.00 (1.00–9.00) | 2.50 | 2.50 | ≥ 2.80 | **does not hold** |")
                .contains("| json | Polars | 3.00 (3.00–3.00) | 2.00 (1.00–9.00) | 1.50 | 1.50 | ≥ 1.30 | holds |");
    }

    @Test
    void comparesTwoThreadsWithOne() throws IOException {
        figures(0.5, ComparedOutput.CSV, Contestant.EXPORT, 2, 6.0);
        figures(0.5, ComparedOutput.CSV, Contestant.EXPORT, 1, 10.0);

        assertThat(written()).contains("| csv | 10.00 (10.00–10.00) | 6.00 (6.00–6.00) | 0.60 | ≤ 0.65 | holds |");
    }

    @Test
    void showsTheHighestPeakOfEverySize() throws IOException {
        figures(0.5, ComparedOutput.CSV, Contestant.EXPORT, 1, 1.0);
        page.figures().append(figure(new BenchmarkCase(1.0, ComparedOutput.CSV, Contestant.EXPORT, 2), 1, 200L << 20));
        page.figures().append(figure(new BenchmarkCase(1.0, ComparedOutput.JSON, Contestant.EXPORT, 2), 1, 257L << 20));

        assertThat(written())
                .contains("| 1.00 | 257 | json | ≤ 256 | **does not hold** |")
                .contains("| 0.50 | 100 | csv | ≤ 256 | holds |");
    }

    @Test
    void saysWhoseOutputIsAnother() throws IOException {
        BenchmarkCase of = new BenchmarkCase(0.5, ComparedOutput.CSV, Contestant.POLARS, 2);
        page.figures()
                .append(new Figure(of, 1, new MeasuredRun(1, 1, 0, 1 << 20), 5_000_000, Figure.CheckResult.DIFFERENT));
        figures(0.5, ComparedOutput.CSV, Contestant.EXPORT, 1, 1.0);

        assertThat(written())
                .contains("| csv | Polars | 2 | 1.00 (1.00–1.00) | 1.00 (1.00–1.00) | 0.00 | 1 | 5 | "
                        + "**different** |");
    }

    @Test
    void keepsFiguresAsTheyWere() throws IOException {
        Figure figure = figure(
                new BenchmarkCase(0.25, ComparedOutput.ONLINE_JSON_GZIP, Contestant.LIBRARIES, 1), 12.34, 123_456_789);
        page.figures().append(figure);

        assertThat(page.figures().read()).containsExactly(figure);
    }

    @Test
    void drawsEveryPlotItShows() throws Exception {
        for (double size : new double[] {0.25, 0.5}) {
            figures(size, ComparedOutput.CSV, Contestant.EXPORT, 2, size * 4);
            figures(size, ComparedOutput.CSV, Contestant.DUCKDB, 2, size * 10);
        }
        figures(0.5, ComparedOutput.CSV, Contestant.EXPORT, 1, 3.0);

        String text = written();

        List<String> shown = text.lines()
                .filter(l -> l.startsWith("!["))
                .map(l -> l.replaceAll(".*\\((.*)\\)", "$1"))
                .toList();
        assertThat(shown).contains("performance/cpu.svg", "performance/growth-memory-csv.svg");
        for (String plot : shown) {
            var svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(docs.resolve(plot).toFile());
            assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        }
        assertThat(Files.readString(docs.resolve("performance/growth-cpu-csv.svg")))
                .contains("<circle")
                .contains(">DuckDB<");
    }

    @Test
    void showsThePartsOnceTheyAreMeasured() throws IOException {
        figures(0.5, ComparedOutput.CSV, Contestant.EXPORT, 1, 1.0);
        assertThat(written()).containsSubsequence("## The parts", "Not measured.");

        page.parts().write(List.of(new PartFigure("Writer.write", "PARQUET_ZSTD", 43.21, Double.NaN, "MB/s of csv")));

        assertThat(written()).contains("| Writer.write | parquet zstd | 43.2 | – | MB/s of csv |");
    }

    @Test
    void refusesAPlaceholderThatNothingFills() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PerformancePage.filled("a {{b}} {{c}}", Map.of("b", "x")))
                .withMessage("nothing fills {{c}}");
    }

    private String written() throws IOException {
        page.write();
        return Files.readString(docs.resolve("performance.md"));
    }

    private void figures(double size, ComparedOutput output, Contestant contestant, int threads, double... seconds)
            throws IOException {
        for (double second : seconds) {
            page.figures().append(figure(new BenchmarkCase(size, output, contestant, threads), second, 100L << 20));
        }
    }

    private static Figure figure(BenchmarkCase of, double seconds, long peak) {
        return new Figure(
                of, 1, new MeasuredRun(seconds, seconds, seconds / 2, peak), 1_000_000, Figure.CheckResult.SAME);
    }
}
