package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanUpTest {
    private static final S3Uri WORK = S3Uri.parse("s3://work/work/run-1/");
    private static final S3Uri JSON = S3Uri.parse("s3://out/data.json.gz");
    private static final String CHUNK_FAILED = "States.ExceedToleratedFailureThreshold";
    private static final String ID = "0a1b2c3d-0000-4000-8000-123456789abc";

    private final InMemoryObjectStore store = ExportRun.newStore();
    private final List<String> stopped = new ArrayList<>();
    private final CleanUp cleanUp = new CleanUp(store, stopped::add);

    @Test
    void removesTheWorkPrefixAndNothingElse() {
        ExportRun.converted(store, Wish.json()).result();
        store.seed(S3Uri.parse("s3://work/work/run-10/plan.json"), new byte[1]);
        cleanUp.afterSuccess(WORK);
        assertThat(store.uris())
                .extracting(S3Uri::toString)
                .containsExactly(
                        "s3://out/_data.json.gz.manifest.json",
                        "s3://out/data.json.gz",
                        "s3://work/work/run-10/plan.json");
        assertThat(stopped).isEmpty();
    }

    @Test
    void takesNothingThereForDone() {
        cleanUp.afterSuccess(WORK);
        assertThat(fail("States.Timeout").error()).isEqualTo(ErrorCode.Internal);
        assertThat(stopped).isEmpty();
    }

    @Test
    void stopsTheQueryAndRemovesItsResultWhereverItLies() {
        query("{\"queryExecutionId\":\"" + ID + "\",\"outputLocation\":\"s3://results/athena/\"}");
        seed("s3://results/athena/" + ID + ".csv");
        seed("s3://results/athena/" + ID + ".csv.metadata");
        seed("s3://results/athena/other.csv");
        fail("States.Timeout");
        assertThat(stopped).containsExactly(ID);
        assertThat(store.uris()).extracting(S3Uri::toString).containsExactly("s3://results/athena/other.csv");
    }

    @Test
    void removesAResultThatIsNamedAsAnObject() {
        query("{\"queryExecutionId\":\"" + ID + "\",\"outputLocation\":\"s3://results/" + ID + ".csv\",\"attempt\":1}");
        seed("s3://results/" + ID + ".csv");
        cleanUp.afterSuccess(WORK);
        assertThat(store.uris()).isEmpty();
    }

    @Test
    void removesTheWorkPrefixThoughTheResultMustStay() {
        query("{\"queryExecutionId\":\"" + ID + "\",\"outputLocation\":\"s3://results/\"}");
        seed("s3://results/" + ID + ".csv");
        seed(WORK + "plan.json");
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (uri.bucket().equals("results")) {
                    throw new AccessDenied("No s3:ListBucket on results.");
                }
            }
        });
        assertThatThrownBy(() -> cleanUp.afterSuccess(WORK)).isInstanceOf(AccessDenied.class);
        assertThat(store.uris()).extracting(S3Uri::toString).containsExactly("s3://results/" + ID + ".csv");
    }

    @Test
    void removesNoResultThatIsNotTheQuerys() {
        query("{\"queryExecutionId\":\"" + ID + "\",\"outputLocation\":\"s3://results/all\"}");
        seed("s3://results/all.csv");
        fail("States.Timeout");
        assertThat(store.uris()).extracting(S3Uri::toString).containsExactly("s3://results/all.csv");
    }

    /// The first marks are those of another export's output, the second those of another execution's
    /// document.
    @ParameterizedTest
    @CsvSource({"export-execution, run-2", "export-document, work/run-2/publishing.json"})
    void obeysNoDocumentOfTheWorkFolderThatAnotherExecutionWrote(String mark, String value) {
        S3Uri victim = S3Uri.parse("s3://out/victim.csv");
        store.put(victim, new byte[1], "text/csv", Map.of("export-execution", "run-0"), IfExists.REPLACE);
        store.seed(S3Uri.parse("s3://results/" + ID + ".csv"), new byte[1]);
        Map.of(
                        "publishing.json",
                        "{\"manifest\":\"s3://out/_m.manifest.json\",\"targets\":[],\"replacing\":false,\"obsolete\":[\""
                                + victim + "\"]}",
                        "query.json",
                        "{\"queryExecutionId\":\"" + ID + "\",\"attempt\":1,\"outputLocation\":\"s3://results/\"}",
                        "plan.json",
                        "{}")
                .forEach((name, content) -> store.put(
                        WORK.append(name),
                        content.getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        Map.of(mark, value),
                        IfExists.REPLACE));

        FailureReason reason = fail("States.Timeout");

        assertThat(reason.cause()).contains("was not written by this execution, so it is not read");
        assertThat(stopped).isEmpty();
        assertThat(store.uris())
                .extracting(S3Uri::toString)
                .containsExactly(victim.toString(), "s3://results/" + ID + ".csv");
    }

    @Test
    void deletesNoReplacedFileThatNoExportWrote() {
        ExportRun.converted(store, Wish.partFiles()).result();
        S3Uri replaced = store.uris().stream()
                .filter(uri -> uri.key().contains("part-00000-run-1"))
                .findFirst()
                .orElseThrow();
        ExportRun again =
                ExportRun.converted(store, Wish.partFiles().overwriting().execution("run-2"));
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void after(Operation operation, S3Uri uri) {
                if (operation == Operation.PUT && uri.key().endsWith("_dir.manifest.json")) {
                    store.seed(replaced, new byte[] {1});
                }
            }
        });
        again.result();

        assertThat(store.content(replaced)).containsExactly(1);
    }

    @Test
    void abortsTheOpenUpload() {
        ExportRun run = ExportRun.converted(store, Wish.json());
        failing(Operation.COMPLETE_UPLOAD, "data.json.gz");
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        assertThat(store.openUploads()).hasSize(1);
        fail("States.Timeout");
        assertThat(store.openUploads()).isEmpty();
        assertThat(store.uris()).isEmpty();
    }

    @Test
    void abortsTheUploadWhoseStartWasNotAnswered() {
        ExportRun run = ExportRun.converted(store, Wish.json());
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                // The call takes effect; only its answer is lost.
            }

            @Override
            public void after(Operation operation, S3Uri uri) {
                if (operation == Operation.START_UPLOAD) {
                    throw new Transient("lost", null);
                }
            }
        });
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        String others = store.startUpload(JSON, "text/plain", Map.of());
        store.uploadPart(JSON, others, 1, new byte[1], 0, 1);
        assertThat(store.openUploads()).hasSize(2);
        fail("States.Timeout");
        assertThat(store.openUploads()).containsExactly(others);
    }

    @Test
    void abortsTheUploadsOfPartsWhoseConverterDied() {
        store.startUpload(WORK.append("parts/00000"), "t", Map.of());
        String other = store.startUpload(S3Uri.parse("s3://work/work/run-10/parts/00000"), "t", Map.of());
        fail("States.Timeout");
        assertThat(store.openUploads()).containsExactly(other);
    }

    @Test
    void takesBackPartFilesWithoutTheirManifest() {
        store.seed(S3Uri.parse("s3://out/dir/"), new byte[0]);
        ExportRun run = ExportRun.converted(store, Wish.partFiles());
        failing(Operation.PUT, "manifest.json");
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        assertThat(store.uris()).anyMatch(uri -> uri.key().startsWith("dir/part-"));
        fail("States.Timeout");
        assertThat(store.uris()).extracting(S3Uri::toString).containsExactly("s3://out/dir/");
    }

    @Test
    void takesBackAnObjectWithoutItsManifest() {
        ExportRun run = ExportRun.converted(store, Wish.json().overwriting());
        failing(Operation.PUT, "manifest.json");
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        fail("States.Timeout");
        assertThat(store.uris()).isEmpty();
    }

    @Test
    void leavesAnObjectThatReplacedAnOlderOne() {
        store.put(JSON, new byte[] {1}, "text/plain", Map.of("export-execution", "run-0"), IfExists.REFUSE);
        ExportRun run = ExportRun.converted(store, Wish.json().overwriting());
        failing(Operation.PUT, "manifest.json");
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        fail("States.Timeout");
        assertThat(store.uris()).containsExactly(JSON);
    }

    @Test
    void leavesAnObjectOfAnotherExecution() {
        ExportRun run = ExportRun.converted(store, Wish.json());
        failing(Operation.START_UPLOAD, "data.json.gz");
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        store.put(JSON, new byte[] {1}, "text/plain", Map.of("export-execution", "run-2"), IfExists.REFUSE);
        fail("States.Timeout");
        assertThat(store.uris()).containsExactly(JSON);
    }

    @Test
    void leavesAPublishedExportAndMakesUpForItsLastStep() {
        ExportRun.converted(store, Wish.partFiles().execution("run-0")).result();
        new CleanUp(store, stopped::add).afterSuccess(S3Uri.parse("s3://work/work/run-0/"));
        ExportRun run = ExportRun.converted(store, Wish.partFiles().overwriting());
        failing(Operation.DELETE, "dir/part-00003-run-0.json");
        assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
        store.heal();
        fail("Lambda.Unknown");
        assertThat(store.uris())
                .hasSize(run.chunks().size() + 1)
                .allMatch(uri -> uri.key().endsWith("-run-1.json") || uri.key().endsWith("manifest.json"));
    }

    @Test
    void findsTheReasonOfAFailedChunk() {
        children("[{\"Error\":\"States.Timeout\",\"Cause\":\"\",\"Status\":\"FAILED\"},"
                + "{\"Error\":\"io.featurestore.failure.AccessDenied\","
                + "\"Cause\":\"{\\\"errorMessage\\\":\\\"No s3:PutObject.\\\"}\",\"Status\":\"FAILED\"}]");
        assertThat(fail(CHUNK_FAILED)).isEqualTo(new FailureReason(ErrorCode.AccessDenied, "No s3:PutObject."));
        assertThat(store.uris()).isEmpty();
    }

    @Test
    void takesTheFirstFaultWhereNoChunkSaysMore() {
        children("[{\"Error\":\"Sandbox.Timedout\",\"Cause\":\"\"},{\"Error\":\"Lambda.Unknown\",\"Cause\":\"\"}]");
        assertThat(fail(CHUNK_FAILED).cause()).contains("took longer");
    }

    @Test
    void looksAtChunksOnlyWhereOneFailed() {
        children("[{\"Error\":\"Lambda.Unknown\",\"Cause\":\"aborted\"}]");
        assertThat(cleanUp.afterFailure(WORK, "run-1", "", "Stopped."))
                .isEqualTo(new FailureReason(ErrorCode.Internal, "Stopped."));
    }

    @Test
    void keepsTheReasonThroughAFaultAtAnyRequest() {
        for (int failing = 1; ; failing++) {
            InMemoryObjectStore fresh = ExportRun.newStore();
            ExportRun run = ExportRun.converted(fresh, Wish.partFiles().records(10));
            fresh.seed(
                    WORK.append("results/x/FAILED_0.json"),
                    ("[{\"Error\":\"io.featurestore.failure." + "AccessDenied\",\"Cause\":\"denied\"}]")
                            .getBytes(StandardCharsets.UTF_8));
            failing(fresh, Operation.PUT, "_dir.manifest.json");
            assertThatThrownBy(run::finish).isInstanceOf(Transient.class);
            int[] left = {failing};
            fresh.inject(new InMemoryObjectStore.Faults() {
                @Override
                public synchronized void before(Operation operation, S3Uri uri) {
                    if (--left[0] == 0) {
                        throw new Throttled("slow down", null);
                    }
                }
            });
            CleanUp again = new CleanUp(fresh, stopped::add);
            try {
                assertThat(again.afterFailure(WORK, "run-1", CHUNK_FAILED, "").cause())
                        .isEqualTo("denied");
                assertThat(failing).isGreaterThan(10);
                return;
            } catch (Throttled e) {
                assertThat(again.afterFailure(WORK, "run-1", CHUNK_FAILED, "").cause())
                        .isEqualTo("denied");
            }
            assertThat(fresh.uris()).isEmpty();
        }
    }

    @Test
    void addsWhatCouldNotBeCleanedUpToTheReason() {
        seed(WORK + "plan.json");
        query("{\"queryExecutionId\":\"" + ID + "\"}");
        CleanUp denied = new CleanUp(store, _ -> {
            throw new AccessDenied("No athena:StopQueryExecution.");
        });
        assertThat(denied.afterFailure(WORK, "run-1", "io.featurestore.failure.QueryTimedOut", "Too long."))
                .isEqualTo(new FailureReason(
                        ErrorCode.QueryTimedOut,
                        "Too long. In addition, not everything could be cleaned up: No athena:StopQueryExecution."));
        assertThat(store.uris()).isEmpty();
    }

    private FailureReason fail(String error) {
        return cleanUp.afterFailure(WORK, "run-1", error, "");
    }

    private void query(String json) {
        store.seed(WORK.append("query.json"), json.getBytes(StandardCharsets.UTF_8));
    }

    private void children(String json) {
        store.seed(WORK.append("results/f00/FAILED_0.json"), json.getBytes(StandardCharsets.UTF_8));
    }

    private void seed(String uri) {
        store.seed(S3Uri.parse(uri), new byte[1]);
    }

    private void failing(Operation operation, String keyEnd) {
        failing(store, operation, keyEnd);
    }

    private static void failing(InMemoryObjectStore store, Operation operation, String keyEnd) {
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation met, S3Uri uri) {
                if (met == operation && uri.key().endsWith(keyEnd)) {
                    throw new Transient(met + " " + uri, null);
                }
            }
        });
    }
}
