package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.whole.Phase;
import io.featurestore.export.benchmarks.whole.Timeline;
import io.featurestore.export.benchmarks.whole.Visit;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Shows the time of a whole export by phase and kind of work, as tables and a plot.
///
/// @param timeline the measured timeline
record TimelinePart(Timeline timeline) {
    private static final int LEFT = 190;
    private static final int LENGTH = 620;
    private static final int TOP = 50;
    private static final int ROW = 24;

    static TimelinePart read(Path file) throws IOException {
        return new TimelinePart(Json.MAPPER.readValue(Files.readString(file), Timeline.class));
    }

    /// Returns the text: the export, wall time by phase, and CPU time by kind of work.
    String text() {
        MarkdownTable wall = new MarkdownTable("phase", ">wall s", ">share");
        phases().forEach((phase, seconds) ->
                wall.row(phase.label(), number(seconds), percent(seconds / timeline.seconds())));
        wall.row("all", number(timeline.seconds()), "");
        double all = timeline.cpuSeconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        MarkdownTable cpu = new MarkdownTable("work", ">CPU s", ">share");
        timeline.cpuSeconds().forEach((work, seconds) -> cpu.row(work, number(seconds), percent(seconds / all)));
        cpu.row("all", number(all), "");
        return String.format(
                Locale.ROOT,
                """
                Request `%s`: %,d records, a result of %.0f MB, %d chunks.

                ![timeline](performance/timeline.svg)

                %s
                %s
                Step Functions and the front of S3 take %s of all CPU time; the target is at most %s: %s.
                """,
                timeline.request(),
                timeline.rows(),
                timeline.resultBytes() / 1e6,
                timeline.chunks(),
                wall,
                cpu,
                percent(timeline.orchestration()),
                percent(Timeline.MOST_ORCHESTRATION),
                ComparisonTables.verdict(timeline.orchestration() <= Timeline.MOST_ORCHESTRATION));
    }

    /// Returns the seconds of every phase, including phases that took none.
    private Map<Phase, Double> phases() {
        Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
        double inStates = 0;
        for (Phase phase : Phase.values()) {
            double sum = timeline.visits().stream()
                    .filter(visit -> Phase.of(visit.state()) == phase)
                    .mapToDouble(visit -> visit.to() - visit.from())
                    .sum();
            seconds.put(phase, sum);
            inStates += sum;
        }
        seconds.merge(Phase.BETWEEN, timeline.seconds() - inStates, Double::sum);
        return seconds;
    }

    /// Returns the plot, with one row per phase and one bar per visit of a state.
    String svg() {
        Scale scale = Scale.to(timeline.seconds());
        int bottom = TOP + Phase.values().length * ROW;
        Svg svg = new Svg(
                LEFT + LENGTH + 40,
                bottom + 45,
                String.format(
                        Locale.ROOT,
                        "One export of %.0f MB, from its start, in seconds",
                        timeline.resultBytes() / 1e6));
        for (double mark : scale.marks()) {
            double x = LEFT + scale.at(mark, LENGTH);
            svg.line(x, TOP, x, bottom, "#d0d7de", 1);
            svg.label(x, bottom + 16, "middle", Scale.text(mark));
        }
        double y = TOP;
        for (Phase phase : Phase.values()) {
            svg.label(LEFT - 8, y + 16, "end", phase.label());
            for (Visit visit : timeline.visits()) {
                if (Phase.of(visit.state()) == phase) {
                    svg.rectangle(
                            LEFT + scale.at(visit.from(), LENGTH),
                            y + 4,
                            Math.max(0.5, scale.at(visit.to() - visit.from(), LENGTH)),
                            ROW - 8,
                            phase.colour());
                }
            }
            y += ROW;
        }
        return svg.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
