package io.featurestore.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options of `fs export` that set fields of a request, in the groups that the help shows.
final class ExportOptions {
    @ArgGroup(validate = false, headingKey = "fs.export.group.form")
    private final Form form = new Form();

    @ArgGroup(validate = false, headingKey = "fs.export.group.selection")
    private final Selection selection = new Selection();

    @ArgGroup(validate = false, headingKey = "fs.export.group.history")
    private final History history = new History();

    @ArgGroup(validate = false, headingKey = "fs.export.group.online")
    private final Online online = new Online();

    @ArgGroup(validate = false, headingKey = "fs.export.group.query")
    private final Query query = new Query();

    @ArgGroup(validate = false, headingKey = "fs.export.group.cost")
    private final Cost cost = new Cost();

    @ArgGroup(validate = false, headingKey = "fs.export.group.quality")
    private final Quality quality = new Quality();

    /// The options for format, compression and file.
    private static final class Form {
        @Option(
                names = {"-f", "--format"},
                paramLabel = "csv|json|parquet")
        private @Nullable String format;

        @Option(names = "--compress", negatable = true, arity = "0")
        private @Nullable Boolean compress;

        @Option(names = "--compression", paramLabel = "none|gzip|bzip2|zstd|snappy")
        private @Nullable String compression;

        @Option(names = "--column-mapping", paramLabel = "OLD:NEW,…")
        private @Nullable String columnMapping;

        @Option(names = "--overwrite")
        private boolean overwrite;

        @Option(names = "--dry-run")
        private boolean dryRun;
    }

    /// The options that select columns and records.
    private static final class Selection {
        @Option(names = "--columns", paramLabel = "LIST")
        private @Nullable String columns;

        @Option(names = "--where", paramLabel = "SQL")
        private @Nullable String where;

        @Option(names = "--group-by", paramLabel = "LIST")
        private @Nullable String groupBy;

        @Option(names = "--order-by", paramLabel = "LIST")
        private @Nullable String orderBy;

        @Option(names = "--limit", paramLabel = "N")
        private @Nullable Long limit;
    }

    /// The options that select versions of a record.
    private static final class History {
        @Option(names = "--latest")
        private boolean latest;

        @Option(names = "--include-deleted")
        private boolean includeDeleted;

        @Option(names = "--system-columns")
        private boolean systemColumns;

        @Option(names = "--as-of", paramLabel = "TIME")
        private @Nullable String asOf;

        @Option(names = "--from", paramLabel = "TIME")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME")
        private @Nullable String to;
    }

    /// The options for online-compatible output.
    private static final class Online {
        @Option(names = "--online-compatible")
        private boolean onlineCompatible;

        @Option(names = "--add-event-time")
        private boolean addEventTime;

        @Option(names = "--record-identifier", paramLabel = "NAME")
        private @Nullable String recordIdentifier;

        @Option(names = "--event-time-field", paramLabel = "NAME")
        private @Nullable String eventTimeField;

        @Option(names = "--event-time-format", paramLabel = "unix|iso8601")
        private @Nullable String eventTimeFormat;

        @Option(names = "--null-value", paramLabel = "TEXT")
        private @Nullable String nullValue;
    }

    /// The options for Athena and for the conversion.
    private static final class Query {
        @Option(names = "--database", paramLabel = "NAME")
        private @Nullable String database;

        @Option(names = "--workgroup", paramLabel = "NAME")
        private @Nullable String workgroup;

        @Option(names = "--s3-output-location", paramLabel = "S3_PREFIX")
        private @Nullable String s3OutputLocation;

        @Option(names = "--chunk-size", paramLabel = "N")
        private @Nullable Long chunkSize;
    }

    /// The options that limit the cost.
    private static final class Cost {
        @Option(names = "--max-scan", paramLabel = "BYTES")
        private @Nullable Long maxScan;

        @Option(names = "--max-cost", paramLabel = "USD")
        private @Nullable BigDecimal maxCost;

        @Option(names = "--yes")
        private boolean yes;
    }

    /// The options for reports and expectations.
    private static final class Quality {
        @Option(names = "--report")
        private boolean report;

        @Option(names = "--expect", paramLabel = "FILE")
        private @Nullable Path expect;

        @Option(names = "--on-violation", paramLabel = "fail|warn")
        private @Nullable String onViolation;
    }

    boolean overwrite() {
        return form.overwrite;
    }

    /// Returns whether a large query needs no confirmation: it was given as an option, or the cost has a limit.
    boolean costAgreed() {
        return cost.yes || cost.maxScan != null || cost.maxCost != null;
    }

    /// Returns whether compression was asked for, without a codec.
    boolean compresses() {
        return Boolean.TRUE.equals(form.compress);
    }

    boolean report() {
        return quality.report;
    }

    boolean dryRun() {
        return form.dryRun;
    }

    /// Returns the request without `output`.
    ///
    /// @throws CommandFailure if options contradict each other, or have no valid form
    ObjectNode request(String featureGroupName) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("featureGroupName", featureGroupName);
        putForm(request);
        put(request, "columns", list(selection.columns));
        put(request, "where", selection.where);
        put(request, "groupBy", list(selection.groupBy));
        put(request, "orderBy", list(selection.orderBy));
        put(request, "limit", selection.limit);
        putHistory(request);
        putOnline(request);
        put(request, "database", query.database);
        put(request, "workgroup", query.workgroup);
        put(request, "queryOutputLocation", query.s3OutputLocation);
        put(request, "chunkSize", query.chunkSize);
        put(request, "maxScanBytes", cost.maxScan);
        put(request, "maxCostUsd", cost.maxCost);
        put(request, "report", quality.report ? true : null);
        put(request, "expect", quality.expect == null ? null : readJson(quality.expect));
        put(request, "onViolation", quality.onViolation);
        return request;
    }

    private void putForm(ObjectNode request) {
        put(request, "format", form.format);
        put(request, "compression", compression());
        if (form.columnMapping != null) {
            ObjectNode mapping = request.putObject("columnMapping");
            OptionLists.pairs(form.columnMapping).forEach(mapping::put);
        }
        put(request, "overwrite", form.overwrite ? true : null);
        put(request, "dryRun", form.dryRun ? true : null);
    }

    private void putHistory(ObjectNode request) {
        put(request, "records", history.latest ? "latest" : null);
        put(request, "includeDeleted", history.includeDeleted ? true : null);
        put(request, "systemColumns", history.systemColumns ? true : null);
        put(request, "asOf", history.asOf);
        if (history.from != null || history.to != null) {
            ObjectNode range = request.putObject("eventTimeRange");
            put(range, "from", history.from);
            put(range, "to", history.to);
        }
    }

    private void putOnline(ObjectNode request) {
        put(request, "onlineCompatible", online.onlineCompatible ? true : null);
        put(request, "addEventTime", online.addEventTime ? true : null);
        put(request, "recordIdentifier", online.recordIdentifier);
        put(request, "eventTimeField", online.eventTimeField);
        put(request, "eventTimeFormat", online.eventTimeFormat);
        put(request, "nullValue", online.nullValue);
    }

    private @Nullable String compression() {
        Boolean compress = form.compress;
        String compression = form.compression;
        if (compress == null) {
            return compression;
        }
        if (compression != null && compress == compression.equals("none")) {
            throw CommandFailure.usage("usage.compression", compress ? "--compress" : "--no-compress", compression);
        }
        return compress ? compression : "none";
    }

    private static @Nullable List<String> list(@Nullable String text) {
        return text == null ? null : OptionLists.split(text);
    }

    private static JsonNode readJson(Path path) {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, Texts.text("usage.file", path, Reasons.of(e)), e);
        }
    }

    private static void put(ObjectNode node, String field, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case List<?> items -> {
                ArrayNode array = node.putArray(field);
                items.forEach(i -> array.add(String.valueOf(i)));
            }
            default -> node.set(field, Json.MAPPER.valueToTree(value));
        }
    }
}
