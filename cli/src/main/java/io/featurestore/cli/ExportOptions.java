package io.featurestore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.json.Json;

import picocli.CommandLine.Option;

/** The options of a request, one for each field of the contract. */
final class ExportOptions {
    @Option(names = {"-f",
            "--format"}, paramLabel = "csv|json|parquet", description = "Format of the output; json is JSON Lines. Default: from OUTPUT's extension, else csv.")
    private @Nullable String format;
    @Option(names = "--columns", paramLabel = "LIST", description = "Columns, or expressions with an alias: a,b,\"COUNT(*) AS n\". Default: all features.")
    private @Nullable String columns;
    @Option(names = "--where", paramLabel = "SQL", description = "A boolean expression in Athena's dialect.")
    private @Nullable String where;
    @Option(names = "--group-by", paramLabel = "LIST", description = "Columns to group by.")
    private @Nullable String groupBy;
    @Option(names = "--order-by", paramLabel = "LIST", description = "Sort items: \"event_time DESC, customer_id\".")
    private @Nullable String orderBy;
    @Option(names = "--limit", paramLabel = "N", description = "At most N records.")
    private @Nullable Long limit;
    @Option(names = "--compress", negatable = true, arity = "0", description = "Compress (the default: gzip, or zstd for parquet), or do not.")
    private @Nullable Boolean compress;
    @Option(names = "--compression", paramLabel = "none|gzip|bzip2|zstd|snappy", description = "How to compress. Default: from OUTPUT's extension, else as --compress.")
    private @Nullable String compression;
    @Option(names = "--chunk-size", paramLabel = "N", description = "Wished records a chunk. Default: planned.")
    private @Nullable Long chunkSize;
    @Option(names = "--s3-output-location", paramLabel = "S3_PREFIX", description = "Where Athena puts its result.")
    private @Nullable String s3OutputLocation;
    @Option(names = "--database", paramLabel = "NAME", description = "Glue database. Default: the feature group's.")
    private @Nullable String database;
    @Option(names = "--workgroup", paramLabel = "NAME", description = "Athena work group. Default: the stack's.")
    private @Nullable String workgroup;
    @Option(names = "--dry-run", description = "Show the plan; run no query, write nothing.")
    private boolean dryRun;
    @Option(names = "--latest", description = "The newest record of each identifier, deleted ones left out.")
    private boolean latest;
    @Option(names = "--include-deleted", description = "Keep tombstones.")
    private boolean includeDeleted;
    @Option(names = "--system-columns", description = "Also write_time, api_invocation_time and is_deleted.")
    private boolean systemColumns;
    @Option(names = "--as-of", paramLabel = "TIME", description = "Only what had been written by then (ISO-8601).")
    private @Nullable String asOf;
    @Option(names = "--from", paramLabel = "TIME", description = "Only event times from then on (ISO-8601).")
    private @Nullable String from;
    @Option(names = "--to", paramLabel = "TIME", description = "Only event times up to then (ISO-8601).")
    private @Nullable String to;
    @Option(names = "--online-compatible", description = "Write records as a bulk put takes them.")
    private boolean onlineCompatible;
    @Option(names = "--column-mapping", paramLabel = "old:new,…", description = "Rename output fields.")
    private @Nullable String columnMapping;
    @Option(names = "--add-event-time", description = "Fill in the export's start where there is no event time.")
    private boolean addEventTime;
    @Option(names = "--record-identifier", paramLabel = "NAME", description = "Record identifier of online-compatible output. Default: the feature group's.")
    private @Nullable String recordIdentifier;
    @Option(names = "--event-time-field", paramLabel = "NAME", description = "Name of the event time in it.")
    private @Nullable String eventTimeField;
    @Option(names = "--event-time-format", paramLabel = "unix|iso8601", description = "How it is written.")
    private @Nullable String eventTimeFormat;
    @Option(names = "--null-value", paramLabel = "TEXT", description = "Fills NULL in online-compatible output.")
    private @Nullable String nullValue;
    @Option(names = "--overwrite", description = "Replace an existing output, at the very end.")
    private boolean overwrite;
    @Option(names = "--max-scan", paramLabel = "BYTES", hidden = true)
    private @Nullable Long maxScan;
    @Option(names = "--max-cost", paramLabel = "USD", hidden = true)
    private @Nullable Double maxCost;
    @Option(names = "--report", hidden = true)
    private boolean report;
    @Option(names = "--expect", paramLabel = "FILE", hidden = true)
    private @Nullable Path expect;
    @Option(names = "--on-violation", paramLabel = "fail|warn", hidden = true)
    private @Nullable String onViolation;

    boolean overwrite() {
        return overwrite;
    }

    boolean dryRun() {
        return dryRun;
    }

    /**
     * Returns the request, without {@code output}.
     *
     * @throws CommandFailure for options that cannot be put in a request
     */
    ObjectNode request(String featureGroupName) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("featureGroupName", featureGroupName);
        put(request, "format", format);
        put(request, "columns", columns == null ? null : Lists.split(columns));
        put(request, "where", where);
        put(request, "groupBy", groupBy == null ? null : Lists.split(groupBy));
        put(request, "orderBy", orderBy == null ? null : Lists.split(orderBy));
        put(request, "limit", limit);
        put(request, "compression", compression());
        put(request, "chunkSize", chunkSize);
        put(request, "queryOutputLocation", s3OutputLocation);
        put(request, "database", database);
        put(request, "workgroup", workgroup);
        put(request, "dryRun", dryRun ? true : null);
        put(request, "records", latest ? "latest" : null);
        put(request, "includeDeleted", includeDeleted ? true : null);
        put(request, "systemColumns", systemColumns ? true : null);
        put(request, "asOf", asOf);
        if (from != null || to != null) {
            ObjectNode range = request.putObject("eventTimeRange");
            put(range, "from", from);
            put(range, "to", to);
        }
        putOnline(request);
        put(request, "overwrite", overwrite ? true : null);
        put(request, "maxScanBytes", maxScan);
        put(request, "maxCostUsd", maxCost);
        put(request, "report", report ? true : null);
        put(request, "expect", expect == null ? null : file(expect));
        put(request, "onViolation", onViolation);
        return request;
    }

    private void putOnline(ObjectNode request) {
        put(request, "onlineCompatible", onlineCompatible ? true : null);
        if (columnMapping != null) {
            try {
                ObjectNode mapping = request.putObject("columnMapping");
                Lists.pairs(columnMapping).forEach(mapping::put);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(Fs.USAGE, "--column-mapping: " + e.getMessage() + ".", e);
            }
        }
        put(request, "addEventTime", addEventTime ? true : null);
        put(request, "recordIdentifier", recordIdentifier);
        put(request, "eventTimeField", eventTimeField);
        put(request, "eventTimeFormat", eventTimeFormat);
        put(request, "nullValue", nullValue);
    }

    private @Nullable String compression() {
        if (compress == null) {
            return compression;
        }
        if (compression != null && compress == compression.equals("none")) {
            throw new CommandFailure(Fs.USAGE,
                    (compress ? "--compress" : "--no-compress") + " contradicts --compression "
                            + compression + ".");
        }
        return compress ? compression : "none";
    }

    private static Object file(Path path) {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new CommandFailure(Fs.USAGE, "'" + path + "' cannot be read as JSON: " + e.getMessage(), e);
        }
    }

    private static void put(ObjectNode node, String field, @Nullable Object value) {
        switch (value) {
            case null -> {
            }
            case List<?> items -> {
                ArrayNode array = node.putArray(field);
                items.forEach(i -> array.add(String.valueOf(i)));
            }
            default -> node.set(field, Json.MAPPER.valueToTree(value));
        }
    }
}
