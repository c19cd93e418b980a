package io.featurestore.steps.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Throttled;
import io.featurestore.records.ColumnType;
import io.featurestore.sql.Query;
import io.featurestore.sql.history.History;
import io.featurestore.steps.query.PolledQuery.State;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import io.featurestore.steps.query.QueryEngine.Submission;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.steps.work.RowPath;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Follows the statement that counts rows from its start to the warnings.
class RowCountsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<ResultColumn> COUNTS = List.of(
            new ResultColumn("rows_without_time", ColumnType.Simple.BIGINT),
            new ResultColumn("hidden_at_same_time", ColumnType.Simple.BIGINT));

    private final FakeQueryEngine engine = new FakeQueryEngine();
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final Job job = counted(new JobBuilder().build());
    private final WorkFolder work = new WorkFolder(objects, job.execution().work());
    private Instant now = START.plusSeconds(5);

    @Test
    void runsBesideTheQueryAndIsReadAfterIt() {
        StartedQuery started = new QueryStart(engine).start(job, RowPath.SELECT, 1, work);
        assertThat(engine.submissions()).hasSize(2);
        succeedQuery();
        assertThat(poll(started).state()).isEqualTo(State.RUNNING);
        engine.succeed("q-2", result("q-2"), now, COUNTS);
        engine.row("q-2", "12", "1");
        PolledQuery polled = poll(started);
        assertThat(polled.state()).isEqualTo(State.SUCCEEDED);
        RowCounts.keep(polled, engine, work);
        CountedRows counted = work.read(Document.COUNTED, CountedRows.class);
        assertThat(counted.rowsWithoutTime()).isEqualTo(12);
        assertThat(counted.scannedBytes()).hasValue(1_000_000);
        assertThat(counted.warnings(job))
                .satisfiesExactly(
                        none -> assertThat(none).startsWith("12 rows have an event time `t` that is no time."),
                        one -> assertThat(one)
                                .startsWith(
                                        "1 record identifier has a record that a deletion of the same event time hides."));
    }

    /// Every attempt of the query has the same counts, so they are not paid for again.
    @Test
    void runsOnceForAllAttempts() {
        new QueryStart(engine).start(job, RowPath.SELECT, 1, work);
        StartedQuery second = new QueryStart(engine).start(job, RowPath.SELECT, 2, work);
        assertThat(engine.submissions()).hasSize(3);
        assertThat(second.counting().flatMap(CountingRun::queryExecutionId)).contains("q-2");
    }

    @Test
    void doesNotFailTheExportIfItCannotStart() {
        QueryEngine refusing = new FakeQueryEngine() {
            @Override
            public String start(Submission submission) {
                if (submission.sql().equals("SELECT counts")) {
                    throw new Throttled("Too many queries.", null);
                }
                return engine.start(submission);
            }

            @Override
            public QueryRun describe(String id) {
                return engine.describe(id);
            }
        };
        StartedQuery started = new QueryStart(refusing).start(job, RowPath.SELECT, 1, work);
        succeedQuery();
        assertThat(warnings(poll(started))).singleElement().asString().endsWith("were not counted: Too many queries.");
    }

    @Test
    void doesNotFailTheExportIfItFails() {
        StartedQuery started = new QueryStart(engine).start(job, RowPath.SELECT, 1, work);
        succeedQuery();
        engine.become("q-2", QueryRun.State.FAILED, Optional.of("out of memory"), Optional.empty());
        assertThat(warnings(poll(started))).singleElement().asString().contains("were not counted", "out of memory");
    }

    @Test
    void doesNotFailTheExportIfItsResultCannotBeRead() {
        StartedQuery started = new QueryStart(engine).start(job, RowPath.SELECT, 1, work);
        succeedQuery();
        engine.succeed("q-2", result("q-2"), now, COUNTS);
        QueryEngine denying = new FakeQueryEngine() {
            @Override
            public List<Optional<String>> firstRow(String id) {
                throw new AccessDenied("athena:GetQueryResults is not allowed.");
            }
        };
        RowCounts.keep(poll(started), denying, work);
        assertThat(work.read(Document.COUNTED, CountedRows.class).warnings(job))
                .singleElement()
                .asString()
                .endsWith("athena:GetQueryResults is not allowed.");
    }

    @Test
    void isStoppedIfItTakesMuchLongerThanTheQuery() {
        StartedQuery started = new QueryStart(engine).start(job, RowPath.SELECT, 1, work);
        succeedQuery();
        now = now.plus(Duration.ofMinutes(2));
        assertThat(warnings(poll(started))).singleElement().asString().contains("2 minutes");
        assertThat(engine.stopped()).containsExactly("q-2");
    }

    @Test
    void saysNothingIfThereIsNothing() {
        assertThat(new CountedRows(0, 0, OptionalLong.empty(), Optional.empty()).warnings(job))
                .isEmpty();
        StartedQuery started = new QueryStart(engine).start(new JobBuilder().build(), RowPath.SELECT, 1, work);
        assertThat(started.counting()).isEmpty();
        assertThat(engine.submissions()).hasSize(1);
    }

    private List<String> warnings(PolledQuery polled) {
        assertThat(polled.state()).isEqualTo(State.SUCCEEDED);
        RowCounts.keep(polled, engine, work);
        return work.read(Document.COUNTED, CountedRows.class).warnings(job);
    }

    private void succeedQuery() {
        engine.succeed("q-1", result("q-1"), now, List.of(new ResultColumn("a", ColumnType.Simple.BIGINT)));
        engine.counted("q-1", 1, 1);
    }

    private PolledQuery poll(StartedQuery started) {
        return new QueryPoll(engine, () -> now, new QueryLimit(Duration.ofHours(2))).poll(started, START);
    }

    private S3Uri result(String id) {
        return work.queryResult().append(id + ".csv");
    }

    private static Job counted(Job job) {
        return new Job(
                job.execution(),
                job.table(),
                new io.featurestore.sql.QuerySpec(
                        job.spec().selection(),
                        new History(
                                History.Records.LATEST, false, Optional.empty(), Optional.empty(), Optional.empty()),
                        job.spec().online()),
                new Query("SELECT records", job.query().columns(), Optional.of("SELECT counts")),
                job.settings(),
                job.form(),
                job.online(),
                job.quality());
    }
}
