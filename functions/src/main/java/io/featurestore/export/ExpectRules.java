package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.featurestore.records.text.Spelling;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;

/// Checks the rules of `expect` that do not depend on the columns.
final class ExpectRules {
    private static final int SHOWN = 120;

    private ExpectRules() {}

    /// Adds a sentence for every violated rule. The request must be valid by the schema.
    static void check(JsonNode raw, List<String> violations) {
        JsonNode expect = raw.path("expect");
        if (raw.has("onViolation") && expect.isMissingNode()) {
            violations.add("onViolation does nothing without expect; leave it out.");
        }
        expect.path("columns")
                .properties()
                .forEach(column -> column("expect.columns." + column.getKey(), column.getValue(), violations));
        order("expect", "minRecords", "maxRecords", expect, violations);
        if (expect.has("freshWithin")) {
            duration(expect.get("freshWithin").asText(), violations);
        }
        boolean latest = raw.path("records")
                .asText(raw.path("onlineCompatible").asBoolean() ? "latest" : "all")
                .equals("latest");
        if (!latest
                && expect.path("columns").properties().stream()
                        .anyMatch(c -> c.getValue().path("unique").asBoolean())) {
            violations.add(
                    "expect.columns: unique needs records: latest; the history has many records of an identifier.");
        }
    }

    private static void column(String field, JsonNode column, List<String> violations) {
        for (String flag : List.of("notNull", "unique")) {
            if (column.has(flag) && !column.get(flag).asBoolean()) {
                violations.add(field + "." + flag + " is false, which expects nothing; leave it out.");
            }
        }
        order(field, "min", "max", column, violations);
        if (column.has("matches")) {
            try {
                Pattern.compile(column.get("matches").asText());
            } catch (PatternSyntaxException e) {
                violations.add(field + ".matches is "
                        + Spelling.shorten("'" + column.get("matches").asText() + "'", SHOWN)
                        + ", which is not a regular expression (RE2 syntax): " + e.getDescription() + ".");
            }
        }
    }

    private static void order(String field, String least, String most, JsonNode node, List<String> violations) {
        JsonNode low = node.path(least);
        JsonNode high = node.path(most);
        if (low.isNumber()
                && high.isNumber()
                && new BigDecimal(low.asText()).compareTo(new BigDecimal(high.asText())) > 0) {
            violations.add(
                    field + "." + least + " " + low.asText() + " is greater than " + most + " " + high.asText() + ".");
        }
    }

    private static void duration(String text, List<String> violations) {
        try {
            Duration.parse(text);
        } catch (DateTimeException e) {
            violations.add("expect.freshWithin is '" + Spelling.shorten(text, SHOWN)
                    + "', which is not an ISO-8601 duration such as PT24H.");
        }
    }
}
