package io.featurestore.steps.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.QueryTimedOut;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class QueryFailuresTest {
    private static final String SQL = """
                                      SELECT
                                        nme, age
                                      WHERE age > 3""";

    @TestFactory
    Stream<DynamicTest> knowsTheReasonsOfTheEngine() throws IOException {
        try (InputStream in = QueryFailuresTest.class.getResourceAsStream("failures.json")) {
            return StreamSupport.stream(Json.MAPPER.readTree(in).spliterator(), false)
                    .map(c -> DynamicTest.dynamicTest(name(c), () -> {
                        Failure failure = failure(c);
                        assertThat(failure.code()).hasToString(c.get("code").asText());
                        c.path("says").forEach(s -> assertThat(failure).hasMessageContaining(s.asText()));
                        if (c.has("reason")) {
                            assertThat(failure)
                                    .hasMessageContaining(c.get("reason").asText());
                        }
                        if (c.has("state")) {
                            assertThat(failure).hasMessageContaining("Query execution q-1");
                        }
                    }));
        }
    }

    @Test
    void quotesALongStatementInPart() {
        String sql = "SELECT " + "x".repeat(500);
        Failure failure = QueryFailures.refused(
                "line 1:8: Column cannot be resolved",
                new QueryEngine.Submission(sql, "c", "d", "primary", S3Uri.parse("s3://works/q/"), "t"));
        assertThat(failure.getMessage())
                .contains("reads “" + "x".repeat(80) + "…")
                .hasSizeLessThan(300);
    }

    @Test
    void tellsAQueryThatWaitedFromOneThatRanTooLong() {
        assertThat(QueryFailures.timedOut(
                        run(QueryRun.State.QUEUED, Optional.empty(), Optional.empty()), Duration.ofHours(2)))
                .isInstanceOf(QueryTimedOut.class)
                .hasMessageContaining("QUEUED after 120 minutes")
                .hasMessageContaining("waited for other queries");
        assertThat(QueryFailures.timedOut(
                        run(QueryRun.State.RUNNING, Optional.empty(), Optional.empty()), Duration.ofHours(2)))
                .hasMessageContaining("fewer columns");
    }

    @Test
    void doesNotExplainARunThatHasNotFailed() {
        assertThatThrownBy(() -> QueryFailures.of(run(QueryRun.State.SUCCEEDED, Optional.empty(), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String name(JsonNode c) {
        return c.path("state").asText("refused") + " " + c.path("category").asText() + " "
                + c.path("reason").asText();
    }

    private static Failure failure(JsonNode c) {
        if (c.path("refused").asBoolean()) {
            return QueryFailures.refused(
                    c.get("reason").asText(),
                    new QueryEngine.Submission(SQL, "c", "d", "primary", S3Uri.parse("s3://works/q/"), "t"));
        }
        return QueryFailures.of(run(
                QueryRun.State.valueOf(c.get("state").asText()),
                Optional.ofNullable(c.get("reason")).map(JsonNode::asText),
                Optional.ofNullable(c.get("category"))
                        .map(k -> new QueryRun.ErrorKind(QueryRun.Category.valueOf(k.asText()), 1, false))));
    }

    private static QueryRun run(QueryRun.State state, Optional<String> reason, Optional<QueryRun.ErrorKind> error) {
        return new QueryRun("q-1", state, SQL, "primary", reason, error, Optional.empty(), 0, 0, Optional.empty());
    }
}
