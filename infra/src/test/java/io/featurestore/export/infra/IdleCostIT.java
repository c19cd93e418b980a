package io.featurestore.export.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Compares the table of the fixed monthly cost in docs/cost.md with the template of the original settings.
class IdleCostIT {
    private static final Path PAGE = SynthesizedApp.ROOT.resolve("docs/cost.md");
    private static final String BEGIN = "<!-- idle: begin (kept true by a test) -->\n";
    private static final String END = "<!-- idle: end -->";
    /// US dollars a month in us-east-1: a key of KMS without its rotations (aws.amazon.com/kms/pricing), a
    /// metric that an alarm of standard resolution watches, and a dashboard (both
    /// aws.amazon.com/cloudwatch/pricing).
    private static final BigDecimal KEY = new BigDecimal("1.00");

    private static final BigDecimal ALARM_METRIC = new BigDecimal("0.10");
    private static final BigDecimal DASHBOARD = new BigDecimal("3.00");

    private final JsonNode template = SynthesizedApp.standard().export();
    private BigDecimal sum = BigDecimal.ZERO;

    @Test
    void thePageAndTheReadmeSayWhatTheTemplateCosts() throws IOException {
        String table = BEGIN + "| resource | number | USD each | USD a month |\n|---|---|---|---|\n"
                + row("KMS key for logs and notifications", count("AWS::KMS::Key"), KEY)
                + row("metrics that alarms watch", alarmMetrics(), ALARM_METRIC)
                + row("CloudWatch dashboard", count("AWS::CloudWatch::Dashboard"), DASHBOARD)
                + "| in all | | | " + sum + " |\n" + END;
        String page = Files.readString(PAGE);
        String written = page.substring(page.indexOf(BEGIN), page.indexOf(END) + END.length());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page.replace(written, table));
        } else {
            assertThat(written).isEqualTo(table);
        }
        assertThat(Files.readString(SynthesizedApp.ROOT.resolve("README.md")))
                .contains("A deployed stack costs " + sum + " USD a month while nothing runs");
    }

    private String row(String resource, long number, BigDecimal each) {
        BigDecimal month = each.multiply(BigDecimal.valueOf(number));
        sum = sum.add(month);
        return "| " + resource + " | " + number + " | " + each + " | " + month + " |\n";
    }

    private long count(String type) {
        return SynthesizedApp.resources(template, type).size();
    }

    /// Returns the number of metrics of all alarms. An alarm on an expression is billed for each metric in
    /// it.
    private long alarmMetrics() {
        return SynthesizedApp.resources(template, "AWS::CloudWatch::Alarm").values().stream()
                .mapToLong(alarm -> alarm.has("MetricName")
                        ? 1
                        : StreamSupport.stream(alarm.path("Metrics").spliterator(), false)
                                .filter(metric -> metric.has("MetricStat"))
                                .count())
                .sum();
    }
}
