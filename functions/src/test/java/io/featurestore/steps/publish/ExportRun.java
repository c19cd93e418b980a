package io.featurestore.steps.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.ProfileRequest;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Prepares an export up to the final step: query result, plan, chunks, parts and reports.
record ExportRun(InMemoryObjectStore store, Job job, Plan plan, List<Chunk> chunks, List<S3Uri> rounds) {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final String HEADER = "\"id\",\"note\"\n";
    static final List<OutputColumn> COLUMNS = List.of(
            new OutputColumn("id", "id", ColumnType.Simple.BIGINT, false),
            new OutputColumn("note", "note", ColumnType.Simple.VARCHAR, false));
    /// Small limits of uploads: parts of 64 to 640 bytes.
    static final AssemblyPlan.UploadLimits LIMITS = new AssemblyPlan.UploadLimits(64, 640, 640, 10_000, 256);

    /// The options of a test.
    record Wish(
            String output,
            Format format,
            Compression compression,
            Handling handling,
            int records,
            int chunkBytes,
            String execution,
            boolean overwrite,
            boolean report) {
        Wish(
                String output,
                Format format,
                Compression compression,
                Handling handling,
                int records,
                int chunkBytes,
                String execution,
                boolean overwrite) {
            this(output, format, compression, handling, records, chunkBytes, execution, overwrite, false);
        }

        static Wish csv() {
            return new Wish("s3://out/data.csv", Format.CSV, Compression.NONE, Handling.COPY, 40, 100, "run-1", false);
        }

        static Wish json() {
            return new Wish(
                    "s3://out/data.json.gz", Format.JSON, Compression.GZIP, Handling.RECORDS, 40, 100, "run-1", false);
        }

        static Wish partFiles() {
            return new Wish("s3://out/dir/", Format.JSON, Compression.NONE, Handling.RECORDS, 40, 200, "run-1", false);
        }

        Wish execution(String name) {
            return new Wish(output, format, compression, handling, records, chunkBytes, name, overwrite, report);
        }

        Wish overwriting() {
            return new Wish(output, format, compression, handling, records, chunkBytes, execution, true, report);
        }

        Wish reporting() {
            return new Wish(output, format, compression, handling, records, chunkBytes, execution, overwrite, true);
        }

        Wish records(int count) {
            return new Wish(output, format, compression, handling, count, chunkBytes, execution, overwrite, report);
        }
    }

    static InMemoryObjectStore newStore() {
        return new InMemoryObjectStore((int) LIMITS.minPart(), LIMITS.maxPart());
    }

    /// Creates everything that exists before the first round.
    static ExportRun planned(InMemoryObjectStore store, Wish wish) {
        Job job = new JobBuilder()
                .execution(wish.execution())
                .output(wish.output(), wish.format(), wish.compression())
                .overwrite(wish.overwrite())
                .report(wish.report())
                .build();
        WorkFolder folder = new WorkFolder(store, job.execution().work());
        ObjectRef source = store.seed(
                folder.queryResult().append("q1.csv"), csv(wish.records()).getBytes(StandardCharsets.UTF_8));
        Plan plan = new Plan(
                source,
                HEADER.length(),
                wish.records(),
                COLUMNS,
                wish.format(),
                wish.compression(),
                wish.handling(),
                job.form().output().isPrefix(),
                folder.parts(),
                Optional.empty(),
                wish.report()
                        ? Optional.of(new ProfileRequest(folder.statistics(), true, Optional.empty(), "id"))
                        : Optional.empty());
        folder.write(Document.PLAN, plan);
        List<Chunk> chunks = new ArrayList<>();
        for (long start = HEADER.length(); chunks.isEmpty() || start < source.size(); start += wish.chunkBytes()) {
            chunks.add(new Chunk(
                    chunks.size(),
                    source,
                    start,
                    Math.min(source.size(), start + wish.chunkBytes()),
                    chunks.isEmpty() ? Entry.RECORD_START : Entry.UNKNOWN));
        }
        folder.write(Document.CHUNKS, chunks);
        return new ExportRun(store, job, plan, chunks, new ArrayList<>());
    }

    /// Creates everything, with every chunk converted correctly.
    static ExportRun converted(InMemoryObjectStore store, Wish wish) {
        ExportRun run = planned(store, wish);
        if (run.plan.hasChunks()) {
            run.convert(run.chunks, UnaryOperator.identity());
        }
        return run;
    }

    /// Converts chunks in a new round. The test may change their reports.
    void convert(List<Chunk> some, UnaryOperator<ChunkReport> change) {
        report(some.stream()
                .map(chunk -> change.apply(ChunkConverter.convert(store, plan, chunk, Deadline.NONE)))
                .toList());
    }

    /// Converts chunks in a new round that loses others.
    ///
    /// @param errors the error of the child of each lost chunk, by its name and cause
    void convert(List<Chunk> some, List<Map.Entry<String, String>> errors) {
        report(
                some.stream()
                        .map(chunk -> ChunkConverter.convert(store, plan, chunk, Deadline.NONE))
                        .toList(),
                errors);
    }

    private void report(List<ChunkReport> reports) {
        report(reports, List.of());
    }

    /// Writes a round's results as a Distributed Map does: those of successful children in two files.
    private void report(List<ChunkReport> reports, List<Map.Entry<String, String>> errors) {
        String run = "results/run-" + (rounds.size() + 1) + "/";
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("DestinationBucket", "work").put("MapRunArn", "arn:aws:states:eu-west-1:1:mapRun:m/x:y");
        ObjectNode files = manifest.putObject("ResultFiles");
        ArrayNode failed = files.putArray("FAILED");
        if (!errors.isEmpty()) {
            ArrayNode children = Json.MAPPER.createArrayNode();
            errors.forEach(error -> children.addObject()
                    .put("ExecutionArn", "arn:child")
                    .put("Error", error.getKey())
                    .put("Cause", error.getValue())
                    .put("Status", "FAILED"));
            S3Uri uri = job.execution().work().append(run + "FAILED_0.json");
            store.seed(uri, json(children));
            failed.addObject().put("Key", uri.key()).put("Size", 1);
        }
        files.putArray("PENDING");
        ArrayNode succeeded = files.putArray("SUCCEEDED");
        for (int file = 0; file < 2; file++) {
            ArrayNode children = Json.MAPPER.createArrayNode();
            for (int i = file; i < reports.size(); i += 2) {
                children.addObject()
                        .put("ExecutionArn", "arn:child")
                        .put("Output", new String(json(reports.get(i)), StandardCharsets.UTF_8))
                        .put("Status", "SUCCEEDED")
                        .putObject("OutputDetails")
                        .put("Included", true);
            }
            S3Uri uri = job.execution().work().append(run + "SUCCEEDED_" + file + ".json");
            store.seed(uri, json(children));
            succeeded.addObject().put("Key", uri.key()).put("Size", 1);
        }
        S3Uri uri = job.execution().work().append(run + "manifest.json");
        store.seed(uri, json(manifest));
        rounds.add(uri);
    }

    FinalizerInput finalization() {
        return new FinalizerInput(
                job,
                new PolledQuery(
                        PolledQuery.State.SUCCEEDED,
                        "q1",
                        Optional.of(plan.source().uri()),
                        OptionalLong.of(plan.resultRows()),
                        OptionalLong.empty(),
                        OptionalLong.of(1_048_576),
                        OptionalLong.of(5_120),
                        Optional.empty()),
                rounds);
    }

    Finalizer.Answer finish() {
        return finish(false);
    }

    Finalizer.Answer finish(boolean overwriteForeign) {
        return new Finalizer(store, Clock.fixed(START.plusSeconds(83), ZoneOffset.UTC), LIMITS, overwriteForeign)
                .finish(finalization());
    }

    ExportResult result() {
        return ((Finalizer.Answer.Done) finish()).result();
    }

    static String csv(int records) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 1; i <= records; i++) {
            csv.append('"')
                    .append(i)
                    .append("\",\"a \"\"note\"\",\non two lines ")
                    .append(i)
                    .append("\"\n");
        }
        return csv.toString();
    }

    static String jsonLines(int records) {
        StringBuilder json = new StringBuilder();
        for (int i = 1; i <= records; i++) {
            json.append("{\"id\":")
                    .append(i)
                    .append(",\"note\":\"a \\\"note\\\",\\non two lines ")
                    .append(i)
                    .append("\"}\n");
        }
        return json.toString();
    }

    static byte[] json(Object value) {
        return WorkFolder.json(value);
    }
}
