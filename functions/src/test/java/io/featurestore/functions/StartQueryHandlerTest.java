package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.export.ExportResolver;
import io.featurestore.failure.Transient;
import io.featurestore.sql.Query;
import io.featurestore.steps.query.FakeQueryEngine;
import io.featurestore.steps.query.QueryEngine.Submission;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Scene;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartQueryHandlerTest {
    private static final S3Uri NOTE = S3Uri.parse("s3://works/work/run-1/query.json");

    private final Scene scene = Scene.good();
    private final FakeQueryEngine engine = new FakeQueryEngine();
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final StartQueryHandler handler = new StartQueryHandler(engine, objects);

    @Test
    void submitsTheStatementInItsDatabaseAndWorkGroup() {
        JsonNode answer = start("SELECT 1", 1);
        assertThat(answer.toString()).isEqualTo(noteOf("q-1", 1));
        Submission submission = engine.submissions().get("q-1");
        assertThat(submission.sql()).isEqualTo("SELECT 1");
        assertThat(submission.catalog()).isEqualTo("AwsDataCatalog");
        assertThat(submission.database()).isEqualTo("sagemaker_featurestore");
        assertThat(submission.workgroup()).isEqualTo("primary");
        assertThat(submission.outputLocation()).hasToString("s3://works/work/run-1/query/");
        assertThat(submission.token()).matches("[0-9a-f]{64}");
    }

    @Test
    void wishesTheResultWhereTheRequestSays() {
        scene.set("/request/queryOutputLocation", "s3://results/here/");
        start("SELECT 1", 1);
        assertThat(engine.submissions().get("q-1").outputLocation()).hasToString("s3://results/here/");
    }

    @Test
    void leavesANoteOfTheNewestRun() {
        start("SELECT 1", 1);
        assertThat(note()).isEqualTo(noteOf("q-1", 1));
        assertThat(objects.contentType(NOTE)).isEqualTo("application/json");
        start("SELECT 1", 2);
        assertThat(note()).isEqualTo(noteOf("q-2", 2));
    }

    @Test
    void startsNothingTwiceWhenCalledAgain() {
        objects.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (uri.equals(NOTE)) {
                    throw new Transient("the note was not written", null);
                }
            }
        });
        assertThatThrownBy(() -> start("SELECT 1", 1)).isInstanceOf(Transient.class);
        objects.heal();
        assertThat(start("SELECT 1", 1).get("queryExecutionId").asText()).isEqualTo("q-1");
        assertThat(engine.submissions()).hasSize(1);
        assertThat(note()).isEqualTo(noteOf("q-1", 1));
    }

    @Test
    void startsAnotherRunForAnotherAttemptOrStatement() {
        start("SELECT 1", 1);
        start("SELECT 1", 2);
        start("SELECT 2", 1);
        assertThat(engine.submissions().values().stream().map(Submission::token).distinct())
                .hasSize(3);
    }

    private JsonNode start(String sql, int attempt) {
        Job job = new ExportResolver(scene.groups(), scene.catalog()).resolve(scene.export());
        WorkFolder work = new WorkFolder(objects, job.execution().work());
        work.write(
                Document.JOB,
                new Job(
                        job.execution(),
                        job.table(),
                        job.spec(),
                        new Query(sql, List.of(), Optional.empty()),
                        job.settings(),
                        job.form(),
                        job.online(),
                        job.quality()));
        return Calls.call(handler, new StartQueryHandler.Input(work.prefix(), attempt));
    }

    private static String noteOf(String id, int attempt) {
        return "{\"queryExecutionId\":\"" + id + "\",\"attempt\":" + attempt
                + ",\"outputLocation\":\"s3://works/work/run-1/query/\"}";
    }

    private String note() {
        return new String(objects.content(NOTE), StandardCharsets.UTF_8);
    }
}
