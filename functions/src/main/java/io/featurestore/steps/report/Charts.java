package io.featurestore.steps.report;

import io.featurestore.steps.report.Report.Conversion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws charts in SVG. The content of a chart is also given in its title and in figures next to it.
final class Charts {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 100;
    private static final double LEAST_BAR = 1.5;
    private static final int MOST_ROWS = 200;

    private Charts() {}

    /// Draws bars from left to right. The highest bar has the full height, and every bar that is not 0 is
    /// visible.
    static String bars(List<Long> counts, String title, String styleClass) {
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
        double step = (double) WIDTH / Math.max(1, counts.size());
        double bar = counts.size() < 40 ? step * 0.86 : step * 0.92;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i) > 0) {
                double height = Math.max(LEAST_BAR, (double) HEIGHT * counts.get(i) / Math.max(1, most));
                path.append(
                        String.format(Locale.ROOT, "M%.1f %dv-%.1fh%.1fv%.1fz", i * step, HEIGHT, height, bar, height));
            }
        }
        return svg(styleClass, HEIGHT, title, "<path d=\"" + path + "\"/>");
    }

    /// Draws one row per chunk, or one row for several successive chunks if there are many.
    static String timeline(List<Conversion> chunks, Instant from, long millis) {
        int together = Math.ceilDiv(chunks.size(), MOST_ROWS);
        List<String> rows = new ArrayList<>();
        int count = Math.ceilDiv(chunks.size(), together);
        double height = Math.clamp(240.0 / count, 2, 14);
        for (int row = 0; row < count; row++) {
            List<Conversion> some = chunks.subList(row * together, Math.min(chunks.size(), (row + 1) * together));
            rows.add(row(some, from, millis, row * height, height * 0.7));
        }
        return svg(
                "timeline",
                (int) Math.ceil(count * height),
                chunks.size() + " chunks over " + FigureFormat.duration(millis),
                String.join("", rows));
    }

    private static String row(List<Conversion> some, Instant from, long millis, double top, double height) {
        long start = Long.MAX_VALUE;
        long end = 0;
        boolean repaired = false;
        for (Conversion chunk : some) {
            long at = Math.max(0, chunk.startedAt().toEpochMilli() - from.toEpochMilli());
            start = Math.min(start, at);
            end = Math.max(end, at + chunk.millis());
            repaired |= chunk.repaired();
        }
        double scale = (double) WIDTH / Math.max(1, millis);
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"%s><title>%s</title></rect>",
                Math.min(WIDTH - 2.0, start * scale),
                top,
                Math.max(2, (end - start) * scale),
                height,
                repaired ? " class=\"again\"" : "",
                FigureFormat.count(some.stream().mapToLong(Conversion::records).sum()) + " records, "
                        + FigureFormat.duration(end - start) + (repaired ? ", converted twice" : ""));
    }

    private static String svg(String styleClass, int height, String title, String content) {
        return "<svg class=\"" + styleClass + "\" viewBox=\"0 0 " + WIDTH + " " + height
                + "\" preserveAspectRatio=\"none\" role=\"img\"><title>" + HtmlWriter.escaped(title) + "</title>"
                + content
                + "</svg>";
    }

    /// Draws a share of a whole as a thin line.
    static String part(long part, long whole, String styleClass) {
        double percent = whole == 0 ? 100 : 100.0 * part / whole;
        double shown = part > 0 && percent < 0.5 ? 0.5 : percent;
        return String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
                        + "aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"4\"/><rect width=\"%.1f\" "
                        + "height=\"4\"/></svg>",
                styleClass,
                shown);
    }
}
