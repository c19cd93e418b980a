package io.featurestore.steps.report;

import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.records.profile.ColumnStatistics.Bins;
import java.util.List;
import java.util.Optional;

/// Writes a table of all columns, and a card with statistics for each column.
final class ColumnCards {
    /// The most cards, so that the page stays readable and fast. The manifest has the statistics of every column.
    private static final int MOST_CARDS = 300;
    private static final int SHOWN_VALUES = 6;
    /// The share of distinct values from which on nearly every value counts as different. The number of distinct
    /// values is an estimate, whose error this allows for.
    private static final double ALMOST = 0.95;

    private final HtmlWriter html;
    private final List<ColumnStatistics> columns;
    private final List<String> outputNames;
    private final String manifest;

    ColumnCards(HtmlWriter html, List<ColumnStatistics> columns, List<String> outputNames, String manifest) {
        this.html = html;
        this.columns = columns;
        this.outputNames = outputNames;
        this.manifest = manifest;
    }

    void schema() {
        html.raw(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Schema\"><table class=\"schema\"><thead>"
                        + "<tr><th scope=\"col\">Column</th><th scope=\"col\">Type</th><th scope=\"col\">Filled</th>"
                        + "<th scope=\"col\" class=\"n\">NULL</th><th scope=\"col\" class=\"n\">Different</th></tr></thead><tbody>");
        for (int i = 0; i < columns.size(); i++) {
            ColumnStatistics column = columns.get(i);
            long all = column.count() + column.nulls();
            html.raw("<tr><th scope=\"row\">").value("", column.column());
            if (!outputNames.get(i).equals(column.column())) {
                html.raw("<span class=\"renamed\">→ ")
                        .value("", outputNames.get(i))
                        .raw("</span>");
            }
            html.raw("</th>")
                    .element("td", "type", column.type())
                    .raw("<td class=\"filled\">")
                    .raw(Charts.part(column.count(), all, "part"))
                    .element("span", "", FigureFormat.percent(column.count(), all))
                    .raw("</td>")
                    .element("td", "n", FigureFormat.count(column.nulls()))
                    .element("td", "n", different(column))
                    .raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private static String different(ColumnStatistics column) {
        return (column.distinctExact() ? "" : "≈ ") + FigureFormat.count(column.distinct());
    }

    void cards() {
        leftOut();
        html.raw("<div class=\"cards\">");
        columns.stream().limit(MOST_CARDS).forEach(this::card);
        html.raw("</div>");
    }

    private void leftOut() {
        int more = columns.size() - MOST_CARDS;
        if (more > 0) {
            html.raw("<p class=\"note\">")
                    .text("The first " + MOST_CARDS + " of " + FigureFormat.count(columns.size())
                            + " columns. The other " + FigureFormat.count(more) + ", from ")
                    .value("name", columns.get(MOST_CARDS).column())
                    .text(" on, are left out here; their statistics stand in the manifest, ")
                    .value("name", manifest)
                    .text(", under statistics.")
                    .raw("</p>");
        }
    }

    private void card(ColumnStatistics column) {
        long all = column.count() + column.nulls();
        html.raw("<article class=\"card\"><header><h3>")
                .value("", column.column())
                .raw("</h3>")
                .element("span", "type", column.type())
                .raw("</header><p class=\"sub\">")
                .text(FigureFormat.percent(column.count(), all)
                        + " filled · " + different(column) + " different"
                        + (column.unreadable() > 0
                                ? " · " + FigureFormat.count(column.unreadable()) + " unreadable"
                                : ""))
                .raw("</p>");
        Optional<Bins> bins = column.times().flatMap(ColumnStatistics.Times::histogram);
        if (bins.isPresent()) {
            timeChart(html, column.column(), bins.get());
        } else if (column.numbers().isPresent()
                && column.numbers().get().histogram().isPresent()
                && column.distinct() > 1) {
            numberChart(column);
        } else {
            frequent(column);
        }
        html.raw("<dl class=\"figures\">");
        if (column.times().isEmpty()) {
            column.numbers().ifPresent(this::numbers);
        }
        column.times().ifPresent(this::times);
        column.texts().ifPresent(this::texts);
        html.raw("</dl></article>");
    }

    private void numberChart(ColumnStatistics column) {
        ColumnStatistics.Numbers numbers = column.numbers().orElseThrow();
        Bins bins = numbers.middle().or(numbers::histogram).orElseThrow();
        String title = "Histogram of " + column.column()
                + (numbers.middle().isPresent() ? ", the middle 98 %, estimated" : "");
        html.raw("<figure>" + Charts.bars(bins.counts(), title, "bars"));
        axis(
                html,
                FigureFormat.number(bins.from()),
                numbers.middle().isPresent() ? "middle 98 %" : "",
                FigureFormat.number(bins.from() + bins.width() * bins.counts().size()));
        html.raw("</figure>");
    }

    static void timeChart(HtmlWriter html, String column, Bins bins) {
        html.raw("<figure>" + Charts.bars(bins.counts(), "Values of " + column + " over time", "bars"));
        axis(
                html,
                FigureFormat.axisTime(bins.from(), bins.width()),
                "per " + FigureFormat.span(bins.width()),
                FigureFormat.axisTime(bins.from() + bins.width() * bins.counts().size(), bins.width()));
        html.raw("</figure>");
    }

    private static void axis(HtmlWriter html, String from, String middle, String to) {
        html.raw("<figcaption class=\"axis\">")
                .element("span", "", from)
                .element("span", "", middle)
                .element("span", "", to)
                .raw("</figcaption>");
    }

    private void frequent(ColumnStatistics column) {
        boolean allDifferent = column.distinctExact()
                ? column.distinct() == column.count()
                : column.distinct() >= ALMOST * column.count();
        if (column.frequent().isEmpty() || allDifferent && column.count() > SHOWN_VALUES) {
            html.element(
                    "p",
                    "none",
                    column.count() == 0
                            ? "No values"
                            : allDifferent
                                    ? column.distinctExact()
                                            ? "Every value is different"
                                            : "Nearly every value is different"
                                    : "No value stands out");
            return;
        }
        html.raw("<table class=\"values\"><caption>Most frequent values</caption><tbody>");
        column.frequent().stream().limit(SHOWN_VALUES).forEach(item -> html.raw("<tr><th scope=\"row\">")
                .value("", item.value())
                .raw("</th><td class=\"share\">" + Charts.part(item.count(), column.count(), "part") + "</td>")
                .element("td", "n", (column.frequentError() > 0 ? "≥ " : "") + FigureFormat.count(item.count()))
                .raw("</tr>"));
        html.raw("</tbody></table>");
    }

    private void numbers(ColumnStatistics.Numbers numbers) {
        numbers.min().ifPresent(min -> figure("Min", FigureFormat.exact(min)));
        numbers.quantiles().stream()
                .filter(q -> q.rank() == 0.5)
                .findFirst()
                .ifPresent(
                        q -> figure("Median", (numbers.rankError() > 0 ? "≈ " : "") + FigureFormat.number(q.value())));
        numbers.max().ifPresent(max -> figure("Max", FigureFormat.exact(max)));
        numbers.mean().ifPresent(mean -> figure("Mean", FigureFormat.number(mean)));
        numbers.standardDeviation().ifPresent(deviation -> figure("Std dev", FigureFormat.number(deviation)));
        if (numbers.notFinite() > 0) {
            figure("Not finite", FigureFormat.count(numbers.notFinite()));
        }
    }

    private void texts(ColumnStatistics.Texts texts) {
        if (texts.maxLength() > 0) {
            figure("Shortest", FigureFormat.count(texts.minLength()));
            figure("Mean length", FigureFormat.number(texts.meanLength()));
            figure("Longest", FigureFormat.count(texts.maxLength()));
        }
    }

    private void times(ColumnStatistics.Times times) {
        times.min().ifPresent(min -> figure("First", FigureFormat.time(min)));
        times.max().ifPresent(max -> figure("Last", FigureFormat.time(max)));
    }

    private void figure(String name, String value) {
        html.raw("<div>").element("dt", "", name).element("dd", "", value).raw("</div>");
    }
}
