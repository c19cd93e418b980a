package io.featurestore.export;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.export.ExportRequest.EventTimeFormat;
import io.featurestore.export.ExportRequest.OnViolation;
import io.featurestore.export.ExportRequest.Records;
import io.featurestore.failure.ExportFailure;
import io.featurestore.records.checks.Expectations;
import io.featurestore.store.objects.S3Uri;

/**
 * Reads a raw request: checks it against the schema and the rules between fields, fills in defaults and placeholders.
 * Calls no service.
 */
public final class RequestReader {
    /**
     * The execution a request came to.
     *
     * @param id its ARN
     * @param name its name
     * @param startTime its start
     */
    public record Execution(String id, String name, Instant startTime) {}

    /**
     * What the stack fills in where a request is silent.
     *
     * @param exportBucket bucket of outputs
     * @param workBucket bucket of work prefixes
     * @param workgroup Athena work group
     */
    public record Defaults(String exportBucket, String workBucket, String workgroup) {}

    private final RequestSchema schema = new RequestSchema();

    /**
     * Reads a request, or an EventBridge event whose {@code detail} is one; the event's time is then the scheduled time.
     *
     * @throws ExportFailure.InvalidRequest listing every violation
     */
    public Export read(JsonNode input, Execution execution, Defaults defaults) {
        boolean event = input.has("detail-type") && input.has("detail");
        JsonNode raw = event ? input.get("detail") : input;
        Unsayable.in(raw).ifPresent(reason -> {
            throw refused(List.of(reason));
        });
        List<String> violations = new ArrayList<>(schema.violations(raw));
        if (!violations.isEmpty()) {
            throw refused(violations);
        }
        Instant time = execution.startTime();
        if (event && input.hasNonNull("time")) {
            time = Times.from(input.get("time").asText()).orElseGet(() -> {
                violations.add("The event's time is '" + input.get("time").asText() + "', which is no ISO-8601 time.");
                return execution.startTime();
            });
        }
        Destination destination = Destination.of(raw, new Destination.Naming(execution.name(), time, defaults
                .exportBucket()), violations);
        RequestRules.check(raw, violations);
        ExpectRules.check(raw, violations);
        Optional<Instant> asOf = instant(raw, "/asOf", false, violations);
        Optional<Instant> from = instant(raw, "/eventTimeRange/from", false, violations);
        Optional<Instant> to = instant(raw, "/eventTimeRange/to", true, violations);
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            violations.add("eventTimeRange is empty: from " + from.get() + " is after to " + to.get()
                    + "; correct one of them.");
        }
        Optional<S3Uri> queryOutput = uri(raw, "queryOutputLocation", violations);
        Optional<S3Uri> work = work(execution, defaults, violations);
        if (!violations.isEmpty() || work.isEmpty()) {
            throw refused(violations);
        }
        boolean online = flag(raw, "onlineCompatible");
        Records records = text(raw, "records").map(r -> r.equals("latest") ? Records.LATEST : Records.ALL)
                .orElse(online ? Records.LATEST : Records.ALL);
        ExportRequest request = new ExportRequest(raw.get("featureGroupName").asText(), destination.output(),
                destination.format(), texts(raw, "columns"), text(raw, "where"), texts(raw, "groupBy"), texts(raw,
                        "orderBy"),
                raw.has("limit")
                        ? OptionalLong.of(raw.get("limit").asLong())
                        : OptionalLong
                                .empty(),
                destination.compression(), raw.has("chunkSize")
                        ? OptionalInt.of(raw.get(
                                "chunkSize").asInt())
                        : OptionalInt.empty(),
                queryOutput, text(raw, "database"),
                text(raw, "workgroup").orElse(defaults.workgroup()), flag(raw, "dryRun"), records, flag(raw,
                        "includeDeleted"),
                flag(raw, "systemColumns"), asOf, from, to, online, mapping(raw), flag(raw,
                        "addEventTime"),
                text(raw, "recordIdentifier"), text(raw, "eventTimeField"), text(raw,
                        "eventTimeFormat").map(
                                f -> f.equals("unix")
                                        ? EventTimeFormat.UNIX
                                        : EventTimeFormat.ISO8601),
                text(raw, "nullValue"), flag(raw, "overwrite"), number(raw, "maxScanBytes"), number(raw,
                        "maxCostUsd"),
                flag(raw, "report"), Optional.ofNullable(raw.get("expect")).map(Expectations::of),
                text(raw, "onViolation").filter("warn"::equals).isPresent() ? OnViolation.WARN : OnViolation.FAIL);
        return new Export(request, execution.id(), execution.name(), execution.startTime(), work.get());
    }

    private static ExportFailure refused(List<String> violations) {
        return new ExportFailure.InvalidRequest(String.join(" ", violations));
    }

    private static Optional<S3Uri> work(Execution execution, Defaults defaults, List<String> violations) {
        try {
            return Optional.of(new S3Uri(defaults.workBucket(), "work/" + execution.name() + "/"));
        } catch (IllegalArgumentException e) {
            violations.add("The execution's name '" + execution.name() + "' cannot be part of a key: " + e.getMessage()
                    + ".");
            return Optional.empty();
        }
    }

    private static Optional<S3Uri> uri(JsonNode raw, String field, List<String> violations) {
        return text(raw, field).flatMap(t -> {
            try {
                return Optional.of(S3Uri.parse(t));
            } catch (IllegalArgumentException e) {
                violations.add(field + " '" + t + "' is no S3 place: " + e.getMessage() + ".");
                return Optional.empty();
            }
        });
    }

    private static Optional<Instant> instant(JsonNode raw, String pointer, boolean endOfDay, List<String> violations) {
        JsonNode node = raw.at(pointer);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        Optional<Instant> instant = endOfDay ? Times.to(node.asText()) : Times.from(node.asText());
        if (instant.isEmpty()) {
            violations.add(pointer.substring(1).replace('/', '.') + " is '" + node.asText()
                    + "', which is no time of the calendar.");
        }
        return instant;
    }

    private static Map<String, String> mapping(JsonNode raw) {
        Map<String, String> mapping = new LinkedHashMap<>();
        raw.path("columnMapping").properties().forEach(e -> mapping.put(e.getKey(), e.getValue().asText()));
        return mapping;
    }

    private static boolean flag(JsonNode raw, String field) {
        return raw.path(field).asBoolean(false);
    }

    private static Optional<BigDecimal> number(JsonNode raw, String field) {
        return raw.has(field) ? Optional.of(raw.get(field).decimalValue()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode raw, String field) {
        return raw.has(field) ? Optional.of(raw.get(field).asText()) : Optional.empty();
    }

    private static List<String> texts(JsonNode raw, String field) {
        List<String> texts = new ArrayList<>();
        raw.path(field).forEach(n -> texts.add(n.asText()));
        return texts;
    }
}
