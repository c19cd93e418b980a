package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.records.checks.Expectations;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.sql.history.History.Records;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.estimate.CostLimits;
import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Execution;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Quality;
import io.featurestore.steps.work.Quality.OnViolation;
import io.featurestore.steps.work.QuerySettings;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineForm;
import io.featurestore.store.online.OnlineForm.EventTimeFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads a raw request. Checks it against the schema and the rules between fields, and fills in defaults and
/// placeholders. Calls no service.
public final class RequestReader {
    /// Identifies the execution that a request started.
    ///
    /// @param id the execution's ARN
    /// @param name the execution's name
    /// @param startTime the execution's start
    public record Started(String id, String name, Instant startTime) {}

    /// Holds the deployment's defaults for fields that a request leaves out.
    ///
    /// @param exportBucket the bucket of outputs
    /// @param workBucket the bucket of work folders
    /// @param workgroup the Athena work group
    /// @param unloadFromBytes the least size of a result in bytes that UNLOAD writes; negative or absent if
    ///     none
    public record Defaults(String exportBucket, String workBucket, String workgroup, OptionalLong unloadFromBytes) {
        /// Sets what the definition of an earlier version lacks.
        public Defaults {
            unloadFromBytes = Objects.requireNonNullElse(unloadFromBytes, OptionalLong.empty());
        }

        /// Holds the defaults of a deployment whose queries are all SELECTs.
        public Defaults(String exportBucket, String workBucket, String workgroup) {
            this(exportBucket, workBucket, workgroup, OptionalLong.empty());
        }

        private OptionalLong unloadFrom() {
            return unloadFromBytes.orElse(-1) < 0 ? OptionalLong.empty() : unloadFromBytes;
        }
    }

    private final RequestSchema schema = new RequestSchema();
    private final BucketRules buckets;

    /// Creates a reader that allows any bucket.
    public RequestReader() {
        this(BucketRules.NONE);
    }

    /// Creates a reader that allows only the places that the deployment allows.
    public RequestReader(BucketRules buckets) {
        this.buckets = buckets;
    }

    /// Reads a request, or an EventBridge event whose `detail` is a request. The time of the event is then
    /// the scheduled time.
    ///
    /// @throws InvalidRequest if the request has violations; the message lists all of them
    public Export read(JsonNode input, Started started, Defaults defaults) {
        boolean event = input.has("detail-type") && input.has("detail");
        JsonNode raw = event ? input.get("detail") : input;
        TextRules.in(raw).ifPresent(reason -> {
            throw refused(List.of(reason));
        });
        List<String> violations = new ArrayList<>(schema.violations(raw));
        if (!violations.isEmpty()) {
            throw refused(violations);
        }
        Instant time = started.startTime();
        if (event && input.hasNonNull("time")) {
            time = Times.from(input.get("time").asText()).orElseGet(() -> {
                violations.add(
                        "The event's time is '" + input.get("time").asText() + "', which is not an ISO-8601 time.");
                return started.startTime();
            });
        }
        RequestPlaces places = new RequestPlaces(buckets, defaults.workBucket(), violations);
        Destination.Naming naming =
                new Destination.Naming(started.name(), time, defaults.exportBucket() + "/" + buckets.exportPrefix());
        Destination destination = Destination.of(raw, naming, places, violations);
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
        queryOutput.ifPresent(places::checkQueryOutput);
        Optional<S3Uri> work = work(started, defaults, violations);
        if (!violations.isEmpty() || work.isEmpty()) {
            throw refused(violations);
        }
        ExportRequest request = new ExportRequest(
                raw.get("featureGroupName").asText(),
                text(raw, "database"),
                new Form(
                        destination.output(),
                        destination.format(),
                        destination.compression(),
                        raw.has("chunkSize")
                                ? OptionalInt.of(raw.get("chunkSize").asInt())
                                : OptionalInt.empty(),
                        flag(raw, "overwrite")),
                selection(raw),
                new History(records(raw), flag(raw, "includeDeleted"), asOf, from, to),
                online(raw),
                new QuerySettings(
                        text(raw, "workgroup").orElse(defaults.workgroup()), queryOutput, defaults.unloadFrom()),
                new CostLimits(number(raw, "maxScanBytes"), number(raw, "maxCostUsd")),
                quality(raw),
                flag(raw, "dryRun"));
        return new Export(
                request,
                new Execution(started.id(), started.name(), started.startTime(), work.get(), Concurrency.DEFAULT));
    }

    private static Selection selection(JsonNode raw) {
        return new Selection(
                texts(raw, "columns"),
                flag(raw, "systemColumns"),
                text(raw, "where"),
                texts(raw, "groupBy"),
                texts(raw, "orderBy"),
                raw.has("limit") ? OptionalLong.of(raw.get("limit").asLong()) : OptionalLong.empty(),
                mapping(raw));
    }

    private static Records records(JsonNode raw) {
        Records byDefault = flag(raw, "onlineCompatible") ? Records.LATEST : Records.ALL;
        return text(raw, "records")
                .map(r -> r.equals("latest") ? Records.LATEST : Records.ALL)
                .orElse(byDefault);
    }

    private static Optional<OnlineForm> online(JsonNode raw) {
        return flag(raw, "onlineCompatible")
                ? Optional.of(new OnlineForm(
                        flag(raw, "addEventTime"),
                        text(raw, "recordIdentifier"),
                        text(raw, "eventTimeField"),
                        text(raw, "eventTimeFormat")
                                .map(f -> f.equals("unix") ? EventTimeFormat.UNIX : EventTimeFormat.ISO8601),
                        text(raw, "nullValue")))
                : Optional.empty();
    }

    private static Quality quality(JsonNode raw) {
        return new Quality(
                flag(raw, "report"),
                Optional.ofNullable(raw.get("expect")).map(Expectations::of),
                text(raw, "onViolation").filter("warn"::equals).isPresent() ? OnViolation.WARN : OnViolation.FAIL);
    }

    private static Failure refused(List<String> violations) {
        return new InvalidRequest(String.join(" ", violations));
    }

    private static Optional<S3Uri> work(Started started, Defaults defaults, List<String> violations) {
        try {
            return Optional.of(WorkFolder.prefix(defaults.workBucket(), started.name()));
        } catch (IllegalArgumentException e) {
            violations.add(
                    "The execution's name '" + started.name() + "' cannot be part of a key: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private static Optional<S3Uri> uri(JsonNode raw, String field, List<String> violations) {
        return text(raw, field).flatMap(t -> {
            try {
                return Optional.of(S3Uri.parse(t));
            } catch (IllegalArgumentException e) {
                violations.add(field + " '" + t + "' is not an S3 URI: " + e.getMessage() + ".");
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
                    + "', which is no date or time of the calendar; write one such as 2026-01-31 or "
                    + "2026-01-31T12:00:00Z, with hours from 00 to 23 and seconds from 00 to 59.");
        }
        return instant;
    }

    private static Map<String, String> mapping(JsonNode raw) {
        Map<String, String> mapping = new LinkedHashMap<>();
        raw.path("columnMapping")
                .properties()
                .forEach(e -> mapping.put(e.getKey(), e.getValue().asText()));
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
