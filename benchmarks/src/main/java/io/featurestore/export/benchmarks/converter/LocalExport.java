package io.featurestore.export.benchmarks.converter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.Export;
import io.featurestore.export.ExportRequest;
import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.checks.Expectations.OfColumn;
import io.featurestore.records.checks.Expectations;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkPlanner;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.ConversionKind;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.chunks.Observed;
import io.featurestore.steps.chunks.PlanReader;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.steps.publish.Finalization;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;

/**
 * Runs the steps of an export after its query in one process: PlanChunks, the map over the chunks with several threads, and
 * FinalizeExport with its proof and its manifest. The steps communicate through the work prefix, as on AWS. The output consists of
 * part files, as joining parts to one object is the work of S3, which is not measured.
 */
final class LocalExport {
    private static final String NAME = "benchmark";
    private static final List<Literal> SEGMENTS = Stream.of("consumer", "small_business", "enterprise",
            "public-sector", "vip", "trial").map(text -> new Literal(text, false)).toList();

    private final ObjectStore store;
    private final ConversionKind kind;
    private final S3Uri source;
    private final long records;
    private final Export export;

    /**
     * Creates the export of one file.
     *
     * @param kind the kind of conversion
     * @param store a store with the buckets {@code source}, {@code work} and {@code output}
     * @param source the file's key in its bucket
     * @param records number of records in the file, as reported by the query engine
     */
    LocalExport(ObjectStore store, ConversionKind kind, Path source, long records) {
        this.store = store;
        this.kind = kind;
        this.source = new S3Uri("source", source.toString());
        this.records = records;
        export = new Export(request(new S3Uri("output", "data/")),
                "arn:aws:states:us-east-1:000000000000:execution:export:" + NAME, NAME,
                Instant.parse("2026-01-01T00:00:00Z"), S3Uri.parse("s3://work/work/" + NAME + "/"));
    }

    /** Plain CSV as one object would be a copy on the server side. As part files its records are read. */
    private Handling handling() {
        return kind.format() == Format.CSV && !kind.online() ? Handling.RAW_RECORDS : Handling.RECORDS;
    }

    private ExportRequest request(S3Uri target) {
        return new ExportRequest("customers", target, kind.format(), List.of(), Optional.empty(), List.of(), List
                .of(), OptionalLong.empty(), kind.compression(), OptionalInt.empty(), Optional.empty(),
                Optional.empty(), "primary", false, ExportRequest.Records.ALL, false, true, Optional.empty(),
                Optional.empty(), Optional.empty(), kind.online(), Map.of(), false, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(), false,
                Optional.empty(), ExportRequest.OnViolation.FAIL);
    }

    /** Writes the plan and the list of chunks and returns the plan. */
    ExportPlan plan() {
        ObjectRef result = store.describe(source).orElseThrow().ref();
        List<OutputColumn> columns = SampleColumn.planned();
        ExportPlan plan = new ExportPlan(result, PlanReader.headerEnd(store, result, columns), records, columns, kind
                .format(), kind.compression(), handling(), export.request().output().isPrefix(),
                export.work().append("parts/"), kind.online() ? Optional.of(online(columns)) : Optional.empty(),
                observed());
        write(export.work().append("plan.json"), plan);
        write(chunkList(), ChunkPlanner.chunks(plan, OptionalInt.empty()));
        return plan;
    }

    private Optional<Observed> observed() {
        return kind.statistics() || kind.checked() || kind.unique()
                ? Optional.of(new Observed(export.work().append("statistics/"), kind.statistics(),
                        kind.checked() || kind
                                .unique() ? Optional.of(expectations()) : Optional.empty(),
                        SampleColumn.EVENT_TIME.label()))
                : Optional.empty();
    }

    /** Returns one expectation of every kind; the sample meets all of them. */
    private Expectations expectations() {
        Map<String, OfColumn> columns = new LinkedHashMap<>();
        columns.put(SampleColumn.CUSTOMER_ID.label(), new OfColumn(kind.checked(), Optional.empty(), Optional.empty(), kind
                .checked() ? Optional.of("C-[0-9]+") : Optional.empty(), Optional.empty(), kind.unique()));
        if (kind.checked()) {
            columns.put(SampleColumn.AGE.label(), new OfColumn(true, Optional.of(new Literal("18", true)), Optional.of(
                    new Literal("120", true)), Optional.empty(), Optional.empty(), false));
            columns.put(SampleColumn.SEGMENT.label(), new OfColumn(false, Optional.empty(), Optional.empty(), Optional
                    .empty(), Optional.of(SEGMENTS), false));
        }
        return new Expectations(columns, OptionalLong.of(1), OptionalLong.empty(), kind.checked()
                ? Optional.of(Duration.ofDays(3_650))
                : Optional.empty());
    }

    private static OnlineSpec online(List<OutputColumn> columns) {
        List<FeatureType> types = columns.stream().map(c -> {
            if (c.type() == ColumnType.Simple.BIGINT) {
                return FeatureType.INTEGRAL;
            }
            return c.type() == ColumnType.Simple.DOUBLE ? FeatureType.FRACTIONAL : FeatureType.STRING;
        }).toList();
        return new OnlineSpec(SampleColumn.CUSTOMER_ID.index(), SampleColumn.EVENT_TIME.index(), SampleColumn.EVENT_TIME.label(),
                true, Optional.empty(), Optional.empty(), types);
    }

    /**
     * Converts the chunks and writes their reports, as a Distributed Map does.
     *
     * @return location of the map's manifest
     */
    S3Uri convert(ExportPlan plan, List<Chunk> chunks, int round, int threads) throws InterruptedException,
            ExecutionException {
        List<ChunkReport> reports = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<ChunkReport>> running = new ArrayList<>();
            for (Chunk chunk : chunks) {
                running.add(pool.submit(() -> ChunkConverter.convert(store, plan, chunk, Deadline.NONE)));
            }
            for (Future<ChunkReport> report : running) {
                reports.add(report.get());
            }
        }
        return results(reports, round);
    }

    private S3Uri results(List<ChunkReport> reports, int round) {
        S3Uri results = export.work().append("results/" + round + "/");
        ArrayNode children = Json.MAPPER.createArrayNode();
        for (ChunkReport report : reports) {
            children.addObject().put("Output", new String(json(report), StandardCharsets.UTF_8));
        }
        S3Uri succeeded = results.append("SUCCEEDED_0.json");
        write(succeeded, children);
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("DestinationBucket", succeeded.bucket());
        manifest.putObject("ResultFiles").putArray("SUCCEEDED").addObject().put("Key", succeeded.key());
        write(results.append("manifest.json"), manifest);
        return results.append("manifest.json");
    }

    /** Checks the conversions, and either publishes the output or returns the chunks to convert again. */
    Finalizer.Answer finish(List<S3Uri> rounds) {
        return new Finalizer(store, Clock.systemUTC()).finish(new Finalization(export, "benchmark.customers",
                new Finalization.Run(NAME, "SELECT *", 0, 0), export.work().append("plan.json"), Optional.of(
                        chunkList()),
                rounds));
    }

    S3Uri chunkList() {
        return export.work().append("chunks.json");
    }

    /** Reads a list of chunks from the work prefix. */
    List<Chunk> chunks(S3Uri list) throws JsonProcessingException {
        byte[] json = store.read(list, Integer.MAX_VALUE).orElseThrow();
        return List.of(Json.MAPPER.readValue(new String(json, StandardCharsets.UTF_8), Chunk[].class));
    }

    private void write(S3Uri uri, Object document) {
        store.put(uri, json(document), "application/json", Map.of(), IfExists.REPLACE);
    }

    private static byte[] json(Object document) {
        try {
            return Json.MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
