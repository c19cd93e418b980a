package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.objects.SparseObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Simulates an export of terabytes. The real functions plan and finish it over computed objects, with the
/// payloads of the state machine. The converters' reports are computed from the length of the records.
final class Terabytes {
    static final List<OutputColumn> COLUMNS = IntStream.range(0, 3)
            .mapToObj(i -> new OutputColumn("column_" + i, "column_" + i, ColumnType.Simple.VARCHAR, false))
            .toList();
    static final byte[] HEADER =
            bytes(COLUMNS.stream().map(c -> '"' + c.name() + '"').collect(Collectors.joining(",", "", "\n")));
    /// A record with a comma, a line end and quotes in a value. Chunks begin anywhere in it.
    static final byte[] RECORD = bytes(
            IntStream.range(0, 2).mapToObj(i -> "\"value%050d\"".formatted(i)).collect(Collectors.joining(","))
                    + ",\"a \"\"quoted\"\",\nvalue" + "x".repeat(15) + "\"\n");
    /// Reads one element of an array and leaves the rest unread.
    private static final ObjectReader ELEMENT =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final S3Uri WORK = S3Uri.parse("s3://work/work/run-1/");
    private static final QueryEngine ENGINE = (QueryEngine) Proxy.newProxyInstance(
            QueryEngine.class.getClassLoader(), new Class<?>[] {QueryEngine.class}, (_, method, _) -> {
                if (method.getName().equals("columns")) {
                    return COLUMNS.stream()
                            .map(c -> new QueryEngine.ResultColumn(c.name(), c.type()))
                            .toList();
                }
                throw new UnsupportedOperationException(method.getName());
            });

    private final SparseObjectStore store = new SparseObjectStore();
    private final long records;
    private final ObjectRef result;
    private final JsonNode query;
    private JsonNode chunkPlan = Json.MAPPER.missingNode();

    /// Creates the objects that the query leaves: a result of about the given number of bytes, made of whole
    /// records.
    Terabytes(long bytes) {
        records = bytes / RECORD.length;
        result = store.add(
                WORK.append("query/q1.csv"),
                HEADER.length + records * RECORD.length,
                SparseObjectStore.repeated(HEADER, RECORD));
        query = Json.MAPPER.valueToTree(new PolledQuery(
                PolledQuery.State.SUCCEEDED,
                "q1",
                Optional.of(result.uri()),
                OptionalLong.of(records),
                OptionalLong.empty(),
                OptionalLong.of(1),
                OptionalLong.of(1),
                Optional.empty()));
    }

    SparseObjectStore store() {
        return store;
    }

    long records() {
        return records;
    }

    ObjectRef result() {
        return result;
    }

    /// Runs PlanChunks for an output.
    JsonNode plan(String format, String compression, String output) throws IOException {
        Job job = new JobBuilder()
                .output(output, Format.named(format), Compression.named(compression))
                .query("SELECT 1", COLUMNS)
                .build();
        new WorkFolder(store, WORK).write(Document.JOB, job);
        ObjectNode input = Json.MAPPER.createObjectNode().put("work", WORK.toString());
        input.set("query", query);
        chunkPlan = payload(Calls.call(new PlanChunksHandler(ENGINE, store), payload(input)));
        return chunkPlan;
    }

    /// Reads the list of chunks as a Distributed Map does, one item at a time.
    List<Chunk> items() throws IOException {
        S3Uri list = new S3Uri(
                chunkPlan.at("/chunkList/bucket").asText(),
                chunkPlan.at("/chunkList/key").asText());
        ObjectRef ref = store.describe(list).orElseThrow().ref();
        List<Chunk> chunks = new ArrayList<>();
        try (InputStream in = store.open(ref, 0, ref.size());
                JsonParser parser = Json.MAPPER.createParser(in)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                ObjectNode item = Json.MAPPER.createObjectNode().put("executionId", "arn:run-1");
                item.put("work", WORK.toString());
                item.set("online", chunkPlan.get("online"));
                item.set("chunk", ELEMENT.readTree(parser));
                chunks.add(Json.MAPPER.treeToValue(payload(item).get("chunk"), Chunk.class));
            }
        }
        return chunks;
    }

    /// Returns the report that a converter would give for a chunk and its part.
    ChunkReport report(Chunk chunk, Optional<ObjectRef> part) {
        boolean inside = quotes(chunk.start()) % 2 != 0;
        long first = recordAt(chunk.start());
        long next = recordAt(chunk.end());
        long lineEnds = wholeRecords(chunk.end()) - wholeRecords(chunk.start());
        return new ChunkReport(
                chunk.index(),
                chunk.start(),
                chunk.end(),
                chunk.index() == 0 ? Entry.RECORD_START : inside ? Entry.INSIDE_QUOTES : Entry.OUTSIDE_QUOTES,
                OptionalLong.of(first),
                next,
                (next - first) / RECORD.length,
                (quotes(chunk.end()) - quotes(chunk.start())) % 2 != 0,
                inside ? 0 : lineEnds,
                inside ? lineEnds : 0,
                part,
                chunk.end() - chunk.start(),
                1,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    /// Returns the offset of the first record that begins at or after the given offset.
    private static long recordAt(long offset) {
        return HEADER.length + Math.ceilDiv(offset - HEADER.length, (long) RECORD.length) * RECORD.length;
    }

    private static long wholeRecords(long offset) {
        return (offset - HEADER.length) / RECORD.length;
    }

    /// Returns the number of quotes between the header and the offset.
    private static long quotes(long offset) {
        int rest = (int) ((offset - HEADER.length) % RECORD.length);
        return wholeRecords(offset) * quotes(RECORD, RECORD.length) + quotes(RECORD, rest);
    }

    private static long quotes(byte[] bytes, int count) {
        return IntStream.range(0, count).filter(i -> bytes[i] == '"').count();
    }

    /// Writes the reports in the form of a Distributed Map's results, and runs FinalizeExport.
    JsonNode finish(List<ChunkReport> reports) throws IOException {
        ObjectNode manifest = Json.MAPPER.createObjectNode().put("DestinationBucket", WORK.bucket());
        ArrayNode files = manifest.putObject("ResultFiles").putArray("SUCCEEDED");
        int perFile = 1_000;
        for (int from = 0; from < reports.size(); from += perFile) {
            ArrayNode children = Json.MAPPER.createArrayNode();
            for (ChunkReport report : reports.subList(from, Math.min(reports.size(), from + perFile))) {
                children.addObject()
                        .put("Status", "SUCCEEDED")
                        .put("Output", payload(Json.MAPPER.valueToTree(report)).toString());
            }
            S3Uri file = put("results/x/SUCCEEDED_" + from / perFile + ".json", children);
            files.addObject().put("Key", file.key());
        }
        S3Uri round = put("results/x/manifest.json", manifest);
        ObjectNode input = Json.MAPPER.createObjectNode().put("work", WORK.toString());
        input.set("query", query);
        input.putArray("rounds").addObject().put("bucket", round.bucket()).put("key", round.key());
        return payload(Calls.call(new FinalizeExportHandler(store, Clock.systemUTC()), payload(input)));
    }

    private S3Uri put(String name, JsonNode document) {
        byte[] json = bytes(document.toString());
        store.put(WORK.append(name), json, "application/json", Map.of(), IfExists.REPLACE);
        return WORK.append(name);
    }

    /// Checks that the payload between states is within the limit.
    private static JsonNode payload(JsonNode payload) {
        try {
            assertThat(Json.MAPPER.writeValueAsBytes(payload).length).isLessThanOrEqualTo(Limits.MAX_PAYLOAD);
            return payload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
