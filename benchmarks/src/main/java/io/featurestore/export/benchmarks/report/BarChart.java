package io.featurestore.export.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/// Draws horizontal bars: one group for every output, and in it one bar for every contestant.
final class BarChart {
    private static final int LEFT = 190;
    private static final int LENGTH = 560;
    private static final int TOP = 60;
    private static final int BAR = 14;
    private static final int GAP = 12;

    private record Bar(String colour, double value, String label) {}

    private record Group(String name, List<Bar> bars) {}

    private final String title;
    private final List<Group> groups = new ArrayList<>();
    private final List<String[]> legend = new ArrayList<>();

    BarChart(String title) {
        this.title = title;
    }

    void legend(String name, String colour) {
        legend.add(new String[] {name, colour});
    }

    void group(String name) {
        groups.add(new Group(name, new ArrayList<>()));
    }

    /// Adds a bar to the last group; a group without bars is not drawn.
    void bar(String colour, double value, String label) {
        groups.getLast().bars().add(new Bar(colour, value, label));
    }

    String svg() {
        groups.removeIf(group -> group.bars().isEmpty());
        Scale scale = Scale.to(groups.stream()
                .flatMap(g -> g.bars().stream())
                .mapToDouble(Bar::value)
                .max()
                .orElse(1));
        int rows = groups.stream().mapToInt(g -> g.bars().size()).sum();
        int bottom = TOP + rows * BAR + groups.size() * GAP;
        Svg svg = new Svg(LEFT + LENGTH + 70, bottom + 30, title);
        double x = LEFT;
        for (String[] entry : legend) {
            svg.rectangle(x, 36, 10, 10, entry[1]);
            svg.label(x + 15, 45, "start", entry[0]);
            x += 130;
        }
        for (double mark : scale.marks()) {
            double at = LEFT + scale.at(mark, LENGTH);
            svg.line(at, TOP, at, bottom, "#d0d7de", 1);
            svg.label(at, bottom + 16, "middle", Scale.text(mark));
        }
        double y = TOP + GAP / 2.0;
        for (Group group : groups) {
            svg.label(LEFT - 8, y + group.bars().size() * BAR / 2.0 + 4, "end", group.name());
            for (Bar bar : group.bars()) {
                double length = scale.at(bar.value(), LENGTH);
                svg.rectangle(LEFT, y + 1, length, BAR - 2, bar.colour());
                svg.label(LEFT + length + 4, y + BAR - 3, "start", bar.label());
                y += BAR;
            }
            y += GAP;
        }
        return svg.toString();
    }
}
