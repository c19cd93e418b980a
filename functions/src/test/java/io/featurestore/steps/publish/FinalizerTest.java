package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.ConversionFailed;
import io.featurestore.failure.Internal;
import io.featurestore.failure.OutputExists;
import io.featurestore.failure.ResultChanged;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import io.featurestore.steps.ShortSql;
import io.featurestore.steps.assemble.ParquetFooters;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.EstimateBasis;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.steps.work.RowPath;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class FinalizerTest {
    private static final S3Uri CSV = S3Uri.parse("s3://out/data.csv");
    private static final S3Uri JSON = S3Uri.parse("s3://out/data.json.gz");
    private static final S3Uri MANIFEST = S3Uri.parse("s3://out/_dir.manifest.json");

    private final InMemoryObjectStore store = ExportRun.newStore();

    @Test
    void copiesAPlainCsvResultByteByByte() {
        ExportResult result = ExportRun.converted(store, Wish.csv()).result();
        assertThat(text(CSV)).isEqualTo(ExportRun.csv(40));
        assertThat(result.output())
                .isEqualTo(new ExportResult.Output(CSV, 1, ExportRun.csv(40).length(), java.util.OptionalLong.of(40)));
        assertThat(result.chunks()).isEqualTo(new ExportResult.Chunks(0, 0));
        assertThat(store.contentType(CSV)).startsWith("text/csv");
    }

    @Test
    void copiesASmallResultInOneRequest() {
        ExportRun.converted(store, Wish.csv().records(0)).result();
        ExportRun.converted(
                        store,
                        new Wish("s3://out/b.csv", Format.CSV, Compression.NONE, Handling.COPY, 4, 100, "r", false))
                .result();
        assertThat(store.calls(Operation.START_UPLOAD)).isZero();
        assertThat(text(CSV)).isEqualTo(ExportRun.HEADER);
        assertThat(text(S3Uri.parse("s3://out/b.csv"))).isEqualTo(ExportRun.csv(4));
    }

    @Test
    void countsTheEstimateAmongTheCost() {
        ExportResult without = ExportRun.converted(store, Wish.json()).result();
        ExportRun run =
                ExportRun.converted(store, Wish.json().execution("run-2").overwriting());
        new WorkFolder(store, run.job().execution().work())
                .write(Document.ESTIMATE, new KeptEstimate(estimate(), 1_024_000));
        ExportResult with = run.result();

        // 1,769 MB for 1,024 s are 1,769 GB-seconds; the measured time of the converters is below one second.
        assertThat(with.cost().lambdaUsd().subtract(without.cost().lambdaUsd()))
                .isCloseTo(new BigDecimal("0.0294835"), within(new BigDecimal("0.0003")));
        // EstimateExport and IsDryRun.
        assertThat(with.cost().stepFunctionsUsd().subtract(without.cost().stepFunctionsUsd()))
                .isCloseTo(new BigDecimal("0.00005"), within(new BigDecimal("0.00001")));
        assertThat(with.cost().s3Usd()).isGreaterThan(without.cost().s3Usd());
    }

    private static Estimate estimate() {
        EstimateBasis basis =
                new EstimateBasis(EstimateBasis.Kind.EXACT, OptionalLong.empty(), OptionalLong.empty(), "of footers");
        ExportCost cost =
                new ExportCost(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN);
        return new Estimate(
                List.of("id", "note"),
                40,
                1_000,
                1_000,
                500,
                cost,
                1,
                1,
                10,
                new Estimate.Files(12, 900, 12, 1_000, 10_000),
                new Estimate.BasisPerFigure(basis, basis, basis, basis, basis, basis),
                List.of());
    }

    @Test
    void joinsGzipMembersToOneJsonObject() throws IOException {
        ExportResult result = ExportRun.converted(store, Wish.json()).result();
        assertThat(gunzip(JSON)).isEqualTo(ExportRun.jsonLines(40));
        assertThat(result.output().records()).hasValue(40);
        assertThat(result.output().bytes()).isEqualTo(store.content(JSON).length);
        assertThat(result.chunks().planned()).isGreaterThan(10);
        assertThat(store.contentType(JSON)).isEqualTo("application/gzip");
        assertThat(store.describe(JSON).orElseThrow().metadata()).containsEntry("export-execution", "run-1");
    }

    @Test
    void writesAnEmptyResultAsAnEmptyFile() throws IOException {
        assertThat(ExportRun.converted(store, Wish.json().records(0))
                        .result()
                        .output()
                        .records())
                .hasValue(0);
        assertThat(gunzip(JSON)).isEmpty();
    }

    @Test
    void compressesCsvUnparsedAndCountsItsRecords() throws IOException {
        ExportResult result = ExportRun.converted(
                        store,
                        new Wish(
                                "s3://out/data.csv.gz",
                                Format.CSV,
                                Compression.GZIP,
                                Handling.BYTES,
                                40,
                                90,
                                "run-1",
                                false))
                .result();
        assertThat(gunzip(S3Uri.parse("s3://out/data.csv.gz"))).isEqualTo(ExportRun.csv(40));
        assertThat(result.output().records()).hasValue(40);
    }

    @Test
    void joinsParquetPartsToOneFile() {
        S3Uri output = S3Uri.parse("s3://out/data.parquet");
        ExportResult result = ExportRun.converted(
                        store,
                        new Wish(
                                output.toString(),
                                Format.PARQUET,
                                Compression.ZSTD,
                                Handling.RECORDS,
                                40,
                                200,
                                "run-1",
                                false))
                .result();
        byte[] file = store.content(output);
        assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
        assertThat(new ParquetFooters(store)
                        .read(store.describe(output).orElseThrow().ref())
                        .getNum_rows())
                .isEqualTo(40);
        assertThat(result.output().records()).hasValue(40);
    }

    @Test
    void answersTheResultOfTheContract() throws IOException {
        ExportResult result = ExportRun.converted(store, Wish.json()).result();
        JsonNode json = Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(result));
        assertThat(json.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "status",
                        "featureGroupName",
                        "table",
                        "format",
                        "compression",
                        "output",
                        "query",
                        "chunks",
                        "cost",
                        "path",
                        "warnings",
                        "manifest",
                        "startedAt",
                        "elapsedMillis");
        assertThat(json.get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.get("table").asText()).isEqualTo("db.customers_1");
        assertThat(json.at("/query/resultBytes").asLong())
                .isEqualTo(ExportRun.csv(40).length());
        assertThat(json.at("/cost/athenaUsd").asText()).isEqualTo("5.0E-5");
        assertThat(Json.MAPPER.writeValueAsString(result)).contains("\"athenaUsd\":0.0000500");
        assertThat(json.get("startedAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(json.get("elapsedMillis").asLong()).isEqualTo(83_000);
        assertThat(json.get("path").asText()).isEqualTo("select");
        assertThat(ExportRun.converted(store, Wish.csv()).result().path()).isEqualTo(RowPath.COPY);
    }

    @Test
    void listsEveryChunkInTheManifest() throws IOException {
        ExportRun run = ExportRun.converted(store, Wish.json());
        ExportResult result = run.result();
        JsonNode manifest =
                Json.MAPPER.readTree(store.content(SideFiles.of(JSON).manifest()));
        assertThat(result.manifest()).isEqualTo(SideFiles.of(JSON).manifest());
        assertThat(manifest.get("output").get("records").asInt()).isEqualTo(40);
        assertThat(manifest.get("chunkList")).hasSize(run.chunks().size());
        long records = 0;
        for (JsonNode chunk : manifest.get("chunkList")) {
            assertThat(chunk.get("etag").asText()).matches("[0-9a-f]{32}");
            assertThat(chunk.get("repaired").asBoolean()).isFalse();
            if (chunk.get("records").asLong() > 0) {
                assertThat(chunk.get("firstRecord").asLong()).isEqualTo(records + 1);
            }
            records += chunk.get("records").asLong();
        }
        assertThat(records).isEqualTo(40);
    }

    @Test
    void shortensALongStatementInTheAnswerOnly() throws IOException {
        ExportRun run = ExportRun.converted(store, Wish.csv());
        String sql = "SELECT '" + "é".repeat(150_000) + "'";
        Job job = new JobBuilder().query(sql, List.of()).build();
        FinalizerInput input = new FinalizerInput(job, run.finalization().query(), List.of());
        Finalizer finalizer = new Finalizer(store, java.time.Clock.systemUTC(), ExportRun.LIMITS, false);
        ExportResult result = ((Finalizer.Answer.Done) finalizer.finish(input)).result();
        assertThat(Json.MAPPER.writeValueAsBytes(result)).hasSizeLessThanOrEqualTo(ShortSql.MOST_ANSWER);
        assertThat(result.query().sql()).contains("(shortened: the whole statement has 300009 bytes");
        assertThat(Json.MAPPER
                        .readTree(store.content(SideFiles.of(CSV).manifest()))
                        .at("/query/sql")
                        .asText())
                .isEqualTo(sql);
    }

    @Test
    void asksForTheRepairOfWrongGuessesAndTakesTheNewReports() throws IOException {
        ExportRun run = ExportRun.planned(store, Wish.json());
        Chunk chunk = run.chunks().get(2);
        run.convert(withWrongEntry(run, chunk), UnaryOperator.identity());
        Finalizer.Answer.Repair repair = (Finalizer.Answer.Repair) run.finish();
        assertThat(repair.chunks()).isEqualTo(1);
        assertThat(repair.chunkList()).isEqualTo(run.job().execution().work().append("repair-1.json"));
        List<Chunk> wrong =
                new WorkFolder(store, run.job().execution().work()).readChunks(repair.chunkList(), Chunk.class);
        assertThat(wrong).containsExactly(entering(chunk, beginsInside(chunk)));
        assertThat(store.uris()).noneMatch(uri -> uri.bucket().equals("out"));
        run.convert(wrong, UnaryOperator.identity());
        ExportResult result = run.result();
        assertThat(gunzip(JSON)).isEqualTo(ExportRun.jsonLines(40));
        assertThat(result.chunks().repaired()).isEqualTo(1);
        assertThat(Json.MAPPER
                        .readTree(store.content(SideFiles.of(JSON).manifest()))
                        .at("/chunkList/2/repaired")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void repairsAChunkOnlyOnce() {
        ExportRun run = ExportRun.planned(store, Wish.json());
        List<Chunk> wrong = withWrongEntry(run, run.chunks().get(2));
        run.convert(wrong, UnaryOperator.identity());
        run.finish();
        run.convert(List.of(wrong.get(2)), UnaryOperator.identity());
        assertThatThrownBy(run::finish).isInstanceOf(Internal.class).hasMessageContaining("Chunk 2");
    }

    @Test
    void namesTheRecordThatCannotBeConverted() {
        ExportRun run = ExportRun.planned(store, Wish.json());
        run.convert(
                run.chunks(),
                report -> report.index() == 5
                        ? new ChunkReport(
                                5,
                                report.start(),
                                report.end(),
                                report.entry(),
                                report.firstRecord(),
                                report.nextRecord(),
                                report.records(),
                                report.quotesOdd(),
                                0,
                                0,
                                Optional.empty(),
                                1,
                                1,
                                Optional.of(new ChunkReport.BadValue(
                                        ErrorCode.ConversionFailed, "id", 0, "x", "is no number")),
                                report.startedAt(),
                                Optional.empty())
                        : report);
        assertThatThrownBy(run::finish)
                .isInstanceOf(ConversionFailed.class)
                .hasMessageContaining("Record ")
                .hasMessageContaining("'id'")
                .hasMessageContaining("'x' is no number");
        assertThat(store.uris()).noneMatch(uri -> uri.bucket().equals("out"));
    }

    @Test
    void refusesARoundWithMissingReportsWhoseReasonIsUnknown() {
        ExportRun run = ExportRun.planned(store, Wish.json());
        run.convert(run.chunks().subList(0, 3), UnaryOperator.identity());
        assertThat(run.finish()).isInstanceOfSatisfying(Finalizer.Answer.Lost.class, lost -> assertThat(
                        FailureReason.of(lost.loss().error(), lost.loss().cause()))
                .isEqualTo(new FailureReason(
                        ErrorCode.Internal,
                        "A chunk could not be converted, and no reason is known; run the export again.")));
    }

    @Test
    void refusesAResultThatChanged() {
        ExportRun run = ExportRun.converted(store, Wish.csv());
        store.seed(run.plan().source().uri(), "other".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(run::finish).isInstanceOf(ResultChanged.class);
    }

    @Test
    void replacesAnObjectOnlyWithOverwrite() {
        store.seed(CSV, new byte[] {1});
        assertThatThrownBy(ExportRun.converted(store, Wish.csv())::finish)
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("s3://out/data.csv");
        assertThat(store.content(CSV)).containsExactly(1);
        store.put(CSV, new byte[] {2}, "text/csv", Map.of(Ownership.KEY, "run-0"), IfExists.REPLACE);
        ExportRun.converted(store, Wish.csv().execution("run-2").overwriting()).result();
        assertThat(text(CSV)).isEqualTo(ExportRun.csv(40));
    }

    @Test
    void givesWayToAnObjectThatAppearsMeanwhile() {
        ExportRun run = ExportRun.converted(store, Wish.json());
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (operation == Operation.COMPLETE_UPLOAD && uri.equals(JSON)) {
                    store.seed(JSON, new byte[] {7});
                }
            }
        });
        assertThatThrownBy(run::finish).isInstanceOf(OutputExists.class);
        assertThat(store.content(JSON)).containsExactly(7);
        assertThat(store.openUploads()).isEmpty();
    }

    @Test
    void publishesPartFilesInTheOrderOfTheRecords() {
        ExportRun run = ExportRun.converted(store, Wish.partFiles());
        ExportResult result = run.result();
        List<S3Uri> files = store.uris().stream()
                .filter(uri -> uri.key().startsWith("dir/part-"))
                .toList();
        assertThat(files).hasSize(run.chunks().size()).first().hasToString("s3://out/dir/part-00000-run-1.json");
        StringBuilder all = new StringBuilder();
        files.forEach(file -> all.append(text(file)));
        assertThat(all).hasToString(ExportRun.jsonLines(40));
        assertThat(result.output())
                .isEqualTo(new ExportResult.Output(
                        S3Uri.parse("s3://out/dir/"), files.size(), all.length(), java.util.OptionalLong.of(40)));
        assertThat(result.manifest()).isEqualTo(MANIFEST);
        assertThat(store.contentType(files.getFirst())).isEqualTo("application/x-ndjson");
    }

    @Test
    void replacesThePartFilesOfAnEarlierExport() {
        ExportRun.converted(store, Wish.partFiles()).result();
        ExportRun second = ExportRun.converted(
                store, Wish.partFiles().execution("run-2").overwriting().records(10));
        second.result();
        assertThat(store.uris().stream()
                        .filter(uri -> uri.bucket().equals("out"))
                        .map(S3Uri::key))
                .hasSize(second.chunks().size() + 1)
                .allMatch(key -> key.endsWith("-run-2.json") || key.equals("_dir.manifest.json"));
    }

    @Test
    void refusesAPrefixThatHoldsAnything() {
        ExportRun.converted(store, Wish.partFiles()).result();
        List<S3Uri> before = store.uris();
        assertThatThrownBy(ExportRun.converted(store, Wish.partFiles().execution("run-2"))::finish)
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("overwrite");
        assertThat(store.uris().stream().filter(uri -> uri.bucket().equals("out")))
                .containsExactlyElementsOf(before.stream()
                        .filter(uri -> uri.bucket().equals("out"))
                        .toList());
    }

    @Test
    void neverReplacesWhatNoManifestNames() {
        ExportRun.converted(store, Wish.partFiles()).result();
        store.seed(S3Uri.parse("s3://out/dir/notes.txt"), new byte[] {1});
        assertThatThrownBy(ExportRun.converted(
                        store, Wish.partFiles().execution("run-2").overwriting())::finish)
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("s3://out/dir/notes.txt");
        store.delete(List.of(S3Uri.parse("s3://out/dir/notes.txt")));
        store.put(
                MANIFEST,
                "{\"mine\":1}".getBytes(StandardCharsets.UTF_8),
                "application/json",
                Map.of(),
                IfExists.REPLACE);
        assertThatThrownBy(ExportRun.converted(
                        store, Wish.partFiles().execution("run-3").overwriting())::finish)
                .isInstanceOf(OutputExists.class);
    }

    @Test
    void takesAFolderMarkerForNothing() {
        store.seed(S3Uri.parse("s3://out/dir/"), new byte[0]);
        assertThat(ExportRun.converted(store, Wish.partFiles())
                        .result()
                        .output()
                        .records())
                .hasValue(40);
    }

    private static Chunk entering(Chunk chunk, Entry entry) {
        return new Chunk(chunk.index(), chunk.object(), chunk.start(), chunk.end(), entry);
    }

    private static List<Chunk> withWrongEntry(ExportRun run, Chunk wrong) {
        Entry other = beginsInside(wrong) == Entry.INSIDE_QUOTES ? Entry.OUTSIDE_QUOTES : Entry.INSIDE_QUOTES;
        return run.chunks().stream()
                .map(chunk -> chunk.equals(wrong) ? entering(chunk, other) : chunk)
                .toList();
    }

    private static Entry beginsInside(Chunk chunk) {
        long quotes = ExportRun.csv(40)
                .substring(0, (int) chunk.start())
                .chars()
                .filter(c -> c == '"')
                .count();
        return quotes % 2 == 1 ? Entry.INSIDE_QUOTES : Entry.OUTSIDE_QUOTES;
    }

    private String text(S3Uri uri) {
        return new String(store.content(uri), StandardCharsets.UTF_8);
    }

    private String gunzip(S3Uri uri) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(store.content(uri)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
