package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Checks the rules between fields. Refuses an option that would have no effect or that contradicts another.
final class RequestRules {
    private static final List<String> ONLINE_ONLY =
            List.of("addEventTime", "recordIdentifier", "eventTimeField", "eventTimeFormat", "nullValue");

    private RequestRules() {}

    /// Adds a sentence for every violated rule. The request must be valid by the schema.
    static void check(JsonNode raw, List<String> violations) {
        boolean online = raw.path("onlineCompatible").asBoolean();
        if (!online) {
            ONLINE_ONLY.stream()
                    .filter(f -> raw.has(f)
                            && !(raw.get(f).isBoolean() && !raw.get(f).asBoolean()))
                    .forEach(f -> violations.add(
                            f + " does nothing without onlineCompatible: true; set that, or leave " + f + " out."));
        } else {
            refuse(raw, violations, "systemColumns", "onlineCompatible", "system columns are never in that output");
            refuse(
                    raw,
                    violations,
                    "includeDeleted",
                    "onlineCompatible",
                    "a bulk put would bring deleted records back");
        }
        if (raw.path("systemColumns").asBoolean() && raw.has("columns")) {
            violations.add("systemColumns does nothing beside columns; name the system columns in columns.");
        }
        if (raw.has("groupBy") && !raw.has("columns")) {
            violations.add("groupBy needs columns, such as COUNT(*) AS record_count.");
        }
    }

    private static void refuse(JsonNode raw, List<String> violations, String flag, String other, String reason) {
        if (raw.path(flag).asBoolean()) {
            violations.add(flag + " contradicts " + other + ": " + reason + ". Leave one of them out.");
        }
    }
}
