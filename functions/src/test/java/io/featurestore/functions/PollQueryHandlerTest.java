package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.failure.QueryCancelled;
import io.featurestore.failure.QueryFailed;
import io.featurestore.failure.QueryTimedOut;
import io.featurestore.records.ColumnType;
import io.featurestore.steps.query.FakeQueryEngine;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import io.featurestore.steps.query.QueryEngine.Submission;
import io.featurestore.steps.query.QueryLimit;
import io.featurestore.steps.query.QueryRun;
import io.featurestore.steps.query.StartedQuery;
import io.featurestore.store.objects.S3Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PollQueryHandlerTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final S3Uri RESULT = S3Uri.parse("s3://works/work/run-1/query/q-1.csv");
    private static final List<ResultColumn> COLUMNS = List.of(
            new ResultColumn("a", ColumnType.parse("decimal(10,2)")), new ResultColumn("b", ColumnType.Simple.VARCHAR));

    private final FakeQueryEngine engine = new FakeQueryEngine();
    private Instant now = START.plusSeconds(30);
    private final PollQueryHandler handler =
            new PollQueryHandler(engine, () -> now, new QueryLimit(Duration.ofHours(2)));
    private String id = "";

    @BeforeEach
    void submit() {
        id = engine.start(new Submission(
                "SELECT a, b FROM t",
                "AwsDataCatalog",
                "d",
                "primary",
                S3Uri.parse("s3://works/work/run-1/query/"),
                "token"));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "RUNNING"})
    void saysOnlyThatItRunsWhileItDoes(QueryRun.State state) {
        engine.become(id, state, Optional.empty(), Optional.empty());
        assertThat(poll(1).toString()).isEqualTo("{\"state\":\"RUNNING\",\"queryExecutionId\":\"q-1\"}");
    }

    @Test
    void answersResultAndCounts() {
        engine.succeed(id, RESULT, now, COLUMNS);
        engine.counted(id, 12_345, 67_890);
        assertThat(poll(1).toString()).isEqualTo("""
                {"state":"SUCCEEDED","queryExecutionId":"q-1",\
                "outputLocation":"s3://works/work/run-1/query/q-1.csv","resultRows":12345,"resultBytes":67890,\
                "scannedBytes":1000000,"millis":5120}""");
        PolledQuery polled = Calls.call(handler, input(1), PolledQuery.class);
        assertThat(polled.outputLocation()).contains(RESULT);
    }

    @Test
    void waitsForCountsThatComeLate() {
        engine.succeed(id, RESULT, now, COLUMNS);
        assertThat(poll(1).get("state").asText()).isEqualTo("RUNNING");
        engine.counted(id, 1, 2);
        assertThat(poll(1).get("resultRows").asLong()).isEqualTo(1);
    }

    @Test
    void goesOnWithoutCountsThatNeverCome() {
        engine.succeed(id, RESULT, now, COLUMNS);
        now = now.plusSeconds(59);
        assertThat(poll(1).get("state").asText()).isEqualTo("RUNNING");
        now = now.plusSeconds(1);
        JsonNode answer = poll(1);
        assertThat(answer.get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(answer.get("resultRows").asLong()).isEqualTo(-1);
        assertThat(answer.get("resultBytes").asLong()).isEqualTo(-1);
    }

    @Test
    void stopsAQueryThatTakesTooLong() {
        now = START.plus(Duration.ofHours(2));
        assertThat(poll(1).get("state").asText()).isEqualTo("RUNNING");
        now = now.plusMillis(1);
        assertThatThrownBy(() -> poll(1))
                .isInstanceOf(QueryTimedOut.class)
                .hasMessageContaining("q-1")
                .hasMessageContaining("120 minutes");
        assertThat(engine.stopped()).containsExactly("q-1");
    }

    @Test
    void doesNotStopAQueryThatCameToAnEndInTheMeantime() {
        now = START.plus(Duration.ofHours(3));
        engine.succeed(id, RESULT, now, COLUMNS);
        engine.counted(id, 1, 1);
        assertThat(poll(1).get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(engine.stopped()).isEmpty();
    }

    @Test
    void retriesWhatMaySucceedThreeTimesInAll() {
        fail("Query engine had an internal error", true);
        assertThat(poll(1).toString()).isEqualTo("{\"state\":\"RETRY\",\"queryExecutionId\":\"q-1\"}");
        assertThat(poll(2).get("state").asText()).isEqualTo("RETRY");
        assertThatThrownBy(() -> poll(3))
                .isInstanceOf(QueryFailed.class)
                .hasMessageContaining("internal error")
                .hasMessageContaining("q-1");
    }

    @Test
    void failsAtOnceWhereAnotherAttemptWouldNotHelp() {
        fail("Query engine had an internal error", false);
        assertThatThrownBy(() -> poll(1)).isInstanceOf(QueryFailed.class);
        fail("SYNTAX_ERROR: line 1:8: Column 'a' cannot be resolved", false);
        assertThatThrownBy(() -> poll(1))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("There the query reads “a, b FROM t");
    }

    @Test
    void tellsACancelledQuery() {
        engine.stop(id);
        assertThatThrownBy(() -> poll(1)).isInstanceOf(QueryCancelled.class).hasMessageContaining("q-1");
    }

    private void fail(String reason, boolean retryable) {
        engine.become(
                id,
                QueryRun.State.FAILED,
                Optional.of(reason),
                Optional.of(new QueryRun.ErrorKind(QueryRun.Category.SYSTEM, 200, retryable)));
    }

    private JsonNode poll(int attempt) {
        return Calls.call(handler, input(attempt));
    }

    private PollQueryHandler.Input input(int attempt) {
        return new PollQueryHandler.Input(
                new StartedQuery(id, attempt, java.util.Optional.empty(), java.util.Optional.empty()), START);
    }
}
