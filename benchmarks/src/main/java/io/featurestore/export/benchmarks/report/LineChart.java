package io.featurestore.export.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/// Draws lines over the file's size. Both axes begin at 0, so linear growth is a straight line.
final class LineChart {
    private static final int LEFT = 60;
    private static final int TOP = 70;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 280;

    private record Line(String name, String colour, List<double[]> points) {}

    private final String title;
    private final List<Line> lines = new ArrayList<>();

    LineChart(String title) {
        this.title = title;
    }

    void line(String name, String colour) {
        lines.add(new Line(name, colour, new ArrayList<>()));
    }

    /// Adds a point to the last line.
    void point(double x, double y) {
        lines.getLast().points().add(new double[] {x, y});
    }

    String svg() {
        Scale across = Scale.to(greatest(0));
        Scale up = Scale.to(greatest(1));
        Svg svg = new Svg(LEFT + WIDTH + 40, TOP + HEIGHT + 45, title);
        double legend = LEFT;
        for (Line line : lines) {
            svg.rectangle(legend, 36, 10, 10, line.colour());
            svg.label(legend + 15, 45, "start", line.name());
            legend += 140;
        }
        for (double mark : across.marks()) {
            double x = LEFT + across.at(mark, WIDTH);
            svg.line(x, TOP, x, TOP + HEIGHT, "#d0d7de", 1);
            svg.label(x, TOP + HEIGHT + 16, "middle", Scale.text(mark));
        }
        svg.label(LEFT + WIDTH / 2.0, TOP + HEIGHT + 36, "middle", "GB");
        for (double mark : up.marks()) {
            double y = TOP + HEIGHT - up.at(mark, HEIGHT);
            svg.line(LEFT, y, LEFT + WIDTH, y, "#d0d7de", 1);
            svg.label(LEFT - 6, y + 4, "end", Scale.text(mark));
        }
        lines.forEach(line -> draw(svg, line, across, up));
        return svg.toString();
    }

    private static void draw(Svg svg, Line line, Scale across, Scale up) {
        double[] before = null;
        for (double[] point : line.points()) {
            double[] at = {LEFT + across.at(point[0], WIDTH), TOP + HEIGHT - up.at(point[1], HEIGHT)};
            if (before != null) {
                svg.line(before[0], before[1], at[0], at[1], line.colour(), 2);
            }
            svg.dot(at[0], at[1], line.colour());
            before = at;
        }
    }

    private double greatest(int axis) {
        return lines.stream()
                .flatMap(l -> l.points().stream())
                .mapToDouble(p -> p[axis])
                .max()
                .orElse(1);
    }
}
