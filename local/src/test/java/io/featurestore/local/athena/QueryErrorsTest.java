package io.featurestore.local.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Queries that fail, and what Athena says of them: `errors.txt`.
class QueryErrorsTest {
    @TempDir
    static Path folder;

    private static AthenaBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new AthenaBench(folder);
        bench.table("people", "id bigint; name string", "");
        bench.object("people/a.parquet", "SELECT 1::BIGINT AS id, 'Ann' AS name UNION ALL SELECT 2, 'Bob'");
    }

    @AfterAll
    static void close() throws IOException {
        bench.close();
    }

    static Stream<Arguments> cases() throws IOException {
        try (var file = Objects.requireNonNull(QueryErrorsTest.class.getResourceAsStream("errors.txt"))) {
            String text = new String(file.readAllBytes(), UTF_8);
            return Arrays.stream(text.split("(?m)^> "))
                    .skip(1)
                    .map(block -> {
                        String[] parts = block.split("\n", 2);
                        return Arguments.of(parts[0], parts[1].strip());
                    })
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void failsAQueryWithAthenasReason(String sql, String reason) throws Exception {
        JsonNode execution = bench.run(sql);

        JsonNode status = execution.path("Status");
        assertThat(status.path("State").asText()).isEqualTo("FAILED");
        assertThat(status.path("StateChangeReason").asText()).startsWith(reason);
        JsonNode error = status.path("AthenaError");
        assertThat(error.path("ErrorCategory").asInt()).isEqualTo(2);
        assertThat(error.path("Retryable").asBoolean(true)).isFalse();
        assertThat(error.path("ErrorMessage")).isEqualTo(status.path("StateChangeReason"));
        assertThat(bench.result(execution)).doesNotExist();
    }

    @Test
    void failsAQueryOverAFileThatIsNoParquet() throws Exception {
        bench.table("broken", "id bigint", "");
        bench.text("broken/a.parquet", "this is no parquet file at all");

        JsonNode status = bench.run("SELECT * FROM broken").path("Status");

        assertThat(status.path("StateChangeReason").asText()).startsWith("HIVE_BAD_DATA: ");
        assertThat(status.path("AthenaError").path("ErrorType").asInt()).isEqualTo(1001);
    }
}
