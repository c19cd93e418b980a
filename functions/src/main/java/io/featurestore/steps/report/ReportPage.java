package io.featurestore.steps.report;

import io.featurestore.records.checks.Outcome;
import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.steps.report.Report.Conversion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Writes the page: the main figures, then the sections. The page has no script and loads nothing.
final class ReportPage {
    private static final String HEAD = """
                                       <!doctype html>
                                       <html lang="en"><head><meta charset="utf-8">
                                       <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                                       <meta name="viewport" content="width=device-width, initial-scale=1">
                                       <meta name="color-scheme" content="light dark">
                                       """;

    private final Report report;
    private final HtmlWriter html = new HtmlWriter();

    ReportPage(Report report) {
        this.report = report;
    }

    byte[] bytes() {
        html.raw(HEAD)
                .element("title", "", report.featureGroup() + " · export report")
                .raw("<style>" + style() + "</style></head><body><main>");
        head();
        expectations();
        coverage();
        ColumnCards columns = new ColumnCards(html, report.columns(), report.outputNames(), report.manifest());
        section("schema", "Schema", columns::schema);
        section("columns", "Columns", columns::cards);
        section("run", "Run", this::run);
        section("query", "Query", this::query);
        section("cost", "Cost", this::cost);
        html.raw("</main>");
        foot();
        return html.raw("</body></html>\n").bytes();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void section(String id, String title, Runnable content) {
        html.raw("<section aria-labelledby=\"" + id + "\"><h2 id=\"" + id + "\">")
                .text(title)
                .raw("</h2>");
        content.run();
        html.raw("</section>");
    }

    private void head() {
        html.raw("<header class=\"top\">")
                .element("p", "over", "Export report")
                .raw("<h1>")
                .value("", report.featureGroup())
                .raw("</h1><p class=\"where\">")
                .value("", report.output())
                .raw("</p><p class=\"sub\">")
                .text(report.format() + " from ")
                .value("", report.table())
                .text(" · " + FigureFormat.time(report.startedAt()) + " UTC")
                .raw("</p></header><dl class=\"key\">");
        key(
                "Records",
                report.records().isPresent()
                        ? FigureFormat.count(report.records().getAsLong())
                        : "–",
                "");
        key("Columns", FigureFormat.count(report.columns().size()), "");
        key("Size", FigureFormat.bytes(report.bytes()), "");
        key("Time", FigureFormat.duration(report.elapsedMillis()), "");
        key("Cost", FigureFormat.usd(report.cost().totalUsd()), "");
        if (!report.outcomes().isEmpty()) {
            long kept = report.outcomes().stream().filter(Outcome::kept).count();
            key(
                    "Expectations kept",
                    kept + " of " + report.outcomes().size(),
                    kept == report.outcomes().size() ? "good" : "bad");
        }
        html.raw("</dl>");
    }

    private void key(String name, String value, String styleClass) {
        html.raw("<div>")
                .element("dt", "", name)
                .element("dd", styleClass, value)
                .raw("</div>");
    }

    private void expectations() {
        if (report.outcomes().isEmpty()) {
            return;
        }
        section("expectations", "Expectations", () -> {
            html.raw("<ul class=\"outcomes\">");
            report.outcomes().forEach(outcome -> {
                html.raw(outcome.kept() ? "<li>" : "<li class=\"broken\">")
                        .element("span", "mark", outcome.kept() ? "kept" : "broken")
                        .raw("<div>");
                outcome.column().ifPresent(column -> html.value("name", column).raw(" "));
                html.element("span", "rule", outcome.rule()).raw(" ").value("expected", outcome.expected());
                if (!outcome.kept()) {
                    html.element("p", "why", outcome.found().orElseGet(() -> why(outcome)));
                }
                html.raw("</div></li>");
            });
            html.raw("</ul>");
        });
    }

    private static String why(Outcome outcome) {
        return FigureFormat.count(outcome.violations()) + (outcome.violations() == 1 ? " record" : " records")
                + ", first "
                + String.join(
                        ", ",
                        outcome.firstRecords().stream().map(FigureFormat::count).toList());
    }

    private void coverage() {
        report.columns().stream()
                .filter(column -> column.column().equalsIgnoreCase(report.eventTime()))
                .findFirst()
                .ifPresent(column -> column.times().ifPresent(times -> times.histogram()
                        .ifPresent(bins -> section("coverage", "Event time", () -> coverage(column, times, bins)))));
    }

    private void coverage(ColumnStatistics column, ColumnStatistics.Times times, ColumnStatistics.Bins bins) {
        html.raw("<div class=\"wide\">");
        ColumnCards.timeChart(html, column.column(), bins);
        long empty = bins.counts().stream().filter(count -> count == 0).count();
        html.raw("</div><p class=\"sub\">")
                .text(FigureFormat.time(times.min().orElse(Instant.EPOCH)) + " to "
                        + FigureFormat.time(times.max().orElse(Instant.EPOCH)) + " UTC · most in one "
                        + FigureFormat.span(bins.width()) + ": "
                        + FigureFormat.count(bins.counts().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0))
                        + (empty == 0
                                ? " · no gap"
                                : " · none in " + empty + " of " + bins.counts().size()))
                .raw("</p>");
    }

    private void run() {
        List<Conversion> chunks = report.chunks();
        if (chunks.isEmpty()) {
            html.element("p", "sub", "The result was copied as it is.");
            return;
        }
        Instant from = chunks.stream()
                .map(Conversion::startedAt)
                .min(Instant::compareTo)
                .orElse(report.startedAt());
        long end = chunks.stream()
                .mapToLong(c -> c.startedAt().toEpochMilli() + c.millis())
                .max()
                .orElse(0);
        long millis = Math.max(1, end - from.toEpochMilli());
        html.raw("<figure class=\"run\">" + Charts.timeline(chunks, from, millis) + "<figcaption class=\"axis\">")
                .element("span", "", "0 s")
                .element("span", "", chunks.size() + (chunks.size() == 1 ? " chunk" : " chunks"))
                .element("span", "", FigureFormat.duration(millis))
                .raw("</figcaption></figure>");
        long repaired = chunks.stream().filter(Conversion::repaired).count();
        html.element(
                "p",
                "sub",
                "Query " + FigureFormat.duration(report.query().millis()) + " · conversion "
                        + FigureFormat.duration(millis) + " · all " + FigureFormat.duration(report.elapsedMillis())
                        + (repaired == 0 ? "" : " · " + repaired + " converted twice"));
    }

    private void query() {
        html.raw("<pre tabindex=\"0\"><code>")
                .text(report.query().sql())
                .raw("</code></pre>")
                .element(
                        "p",
                        "sub",
                        FigureFormat.bytes(report.query().scannedBytes()) + " scanned · "
                                + FigureFormat.bytes(report.query().resultBytes()) + " result · "
                                + FigureFormat.duration(report.query().millis()));
    }

    private void cost() {
        html.raw(
                "<table class=\"cost\"><thead><tr><th scope=\"col\">Service</th><th scope=\"col\" class=\"n\">USD</th></tr>"
                        + "</thead><tbody>");
        cost("Athena", report.cost().athenaUsd());
        cost("Lambda", report.cost().lambdaUsd());
        cost("Step Functions", report.cost().stepFunctionsUsd());
        cost("S3", report.cost().s3Usd());
        html.raw("</tbody><tfoot>");
        cost("All", report.cost().totalUsd());
        report.estimatedUsd().ifPresent(estimated -> cost("Estimated before", estimated));
        html.raw("</tfoot></table>");
    }

    private void cost(String service, BigDecimal usd) {
        html.raw("<tr><th scope=\"row\">")
                .text(service)
                .raw("</th>")
                .element("td", "n", FigureFormat.usd(usd))
                .raw("</tr>");
    }

    private void foot() {
        html.raw("<footer>")
                .element(
                        "p",
                        "",
                        "Statistics are of the query's result, before renaming. Counts, NULLs, least "
                                + "and greatest values, lengths and histograms are exact; mean and deviation too, to the digits shown. "
                                + "≈ marks estimates: different values by HyperLogLog (standard error 1.6 %), quantiles by KLL (rank error "
                                + "at most 1.33 % with 99 % confidence). Counts marked ≥ may be too low. Long values are cut to 64 bytes. "
                                + "Times are UTC.")
                .raw("</footer>");
    }
}
