package io.featurestore.export.benchmarks.converter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Expectations;
import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.checks.Expectations.OfColumn;
import io.featurestore.sql.Query;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.ConversionKind;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Planner;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.steps.publish.FinalizerInput;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Execution;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.Quality;
import io.featurestore.steps.work.Quality.OnViolation;
import io.featurestore.steps.work.QuerySettings;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.Table;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;
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

/// The steps of an export after its query, in one process: the plan, the map over the chunks with some
/// threads, and the final step with its proof and its manifest. Steps hand documents to each other through
/// the work folder, as in Lambda. The output is part files, because joining parts to one object is the work
/// of S3, which is not here.
final class LocalExport {
    private static final String NAME = "benchmark";
    private static final List<Literal> SEGMENTS = Stream.of(
                    "consumer", "small_business", "enterprise", "public-sector", "vip", "trial")
            .map(text -> new Literal(text, false))
            .toList();

    private final ObjectStore store;
    private final ConversionKind kind;
    private final PolledQuery query;
    private final Job job;
    private final WorkFolder work;

    /// Creates an export of one file.
    ///
    /// @param kind the output, and the work on every record
    /// @param store has the buckets `source`, `work` and `output`
    /// @param source the file's key in its bucket
    /// @param records the number of records in the file, as the query engine says
    LocalExport(ObjectStore store, ConversionKind kind, Path source, long records) {
        this.store = store;
        this.kind = kind;
        query = new PolledQuery(
                PolledQuery.State.SUCCEEDED,
                NAME,
                Optional.of(new S3Uri("source", source.toString())),
                OptionalLong.of(records),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
        job = job();
        work = new WorkFolder(store, job.execution().work());
    }

    private Job job() {
        List<OutputColumn> columns = SampleColumn.planned();
        boolean checks = kind.checked() || kind.unique();
        return new Job(
                new Execution(
                        "arn:aws:states:us-east-1:000000000000:execution:export:" + NAME,
                        NAME,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        WorkFolder.prefix("work", NAME),
                        Concurrency.DEFAULT),
                new Table(
                        "customers",
                        "AwsDataCatalog",
                        "benchmark",
                        "customers",
                        false,
                        true,
                        SampleColumn.CUSTOMER_ID.label(),
                        SampleColumn.EVENT_TIME.label(),
                        List.of(),
                        List.of(),
                        List.of()),
                new QuerySpec(Selection.everything(), History.everything(), Optional.empty()),
                new Query("SELECT *", columns, Optional.empty()),
                new QuerySettings("primary", Optional.empty()),
                new Form(new S3Uri("output", "data/"), kind.format(), kind.compression(), OptionalInt.empty(), false),
                kind.online() ? Optional.of(online(columns)) : Optional.empty(),
                new Quality(
                        kind.statistics(), checks ? Optional.of(expectations()) : Optional.empty(), OnViolation.FAIL));
    }

    /// Plans the conversion, and returns the plan and its chunks.
    Planner.Planned plan() {
        List<ResultColumn> columns = job.query().columns().stream()
                .map(column -> new ResultColumn(column.name(), column.type()))
                .toList();
        return new Planner(store).plan(job, query, _ -> columns, work);
    }

    /// Returns one expectation of every kind; the sample meets all of them.
    private Expectations expectations() {
        Map<String, OfColumn> columns = new LinkedHashMap<>();
        columns.put(
                SampleColumn.CUSTOMER_ID.label(),
                new OfColumn(
                        kind.checked(),
                        Optional.empty(),
                        Optional.empty(),
                        kind.checked() ? Optional.of("C-[0-9]+") : Optional.empty(),
                        Optional.empty(),
                        kind.unique()));
        if (kind.checked()) {
            columns.put(
                    SampleColumn.AGE.label(),
                    new OfColumn(
                            true,
                            Optional.of(new Literal("18", true)),
                            Optional.of(new Literal("120", true)),
                            Optional.empty(),
                            Optional.empty(),
                            false));
            columns.put(
                    SampleColumn.SEGMENT.label(),
                    new OfColumn(
                            false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(SEGMENTS), false));
        }
        return new Expectations(
                columns,
                OptionalLong.of(1),
                OptionalLong.empty(),
                kind.checked() ? Optional.of(Duration.ofDays(3_650)) : Optional.empty());
    }

    private static OnlineSpec online(List<OutputColumn> columns) {
        List<Table.Feature> features = columns.stream()
                .map(c -> new Table.Feature(
                        c.outputName(),
                        c.type() == ColumnType.Simple.BIGINT
                                ? FeatureType.INTEGRAL
                                : c.type() == ColumnType.Simple.DOUBLE ? FeatureType.FRACTIONAL : FeatureType.STRING))
                .toList();
        return new OnlineSpec(
                SampleColumn.CUSTOMER_ID.index(),
                SampleColumn.EVENT_TIME.index(),
                SampleColumn.EVENT_TIME.label(),
                true,
                Optional.empty(),
                Optional.empty(),
                features);
    }

    /// Converts the chunks and writes their reports, as a Distributed Map does.
    ///
    /// @return location of the map's manifest
    S3Uri convert(Plan plan, List<Chunk> chunks, int round, int threads)
            throws InterruptedException, ExecutionException {
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
        S3Uri results = work.mapResults().append(round + "/");
        ArrayNode children = Json.MAPPER.createArrayNode();
        for (ChunkReport report : reports) {
            children.addObject().put("Output", new String(WorkFolder.json(report), StandardCharsets.UTF_8));
        }
        S3Uri succeeded = results.append("SUCCEEDED_0.json");
        write(succeeded, children);
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("DestinationBucket", succeeded.bucket());
        manifest.putObject("ResultFiles").putArray("SUCCEEDED").addObject().put("Key", succeeded.key());
        write(results.append("manifest.json"), manifest);
        return results.append("manifest.json");
    }

    /// Checks the conversions, and either publishes the output or returns the chunks to convert again.
    Finalizer.Answer finish(List<S3Uri> rounds) {
        return new Finalizer(store, Clock.systemUTC(), false).finish(new FinalizerInput(job, query, rounds));
    }

    /// Returns the chunks of a repair list.
    List<Chunk> chunks(S3Uri list) {
        return work.readChunks(list, Chunk.class);
    }

    private void write(S3Uri uri, Object document) {
        store.put(uri, WorkFolder.json(document), "application/json", Map.of(), IfExists.REPLACE);
    }
}
