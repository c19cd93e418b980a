package io.featurestore.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortSqlTest {
    @Test
    void leavesWhatFits() {
        String kept = ShortSql.fit("SELECT 1", "", sql -> sql);
        assertThat(kept).isEqualTo("SELECT 1");
    }

    /// Texts that are longer in JSON than in memory: quotes, line ends, control characters, characters of four bytes.
    @ParameterizedTest
    @ValueSource(strings = {"a", "\"", "\n", "\u0001", "é", "語", "😀", "\\", "\"f\",\n  "})
    void keepsTheAnswerBelowTheLimitAndUsesIt(String piece) throws Exception {
        String sql = piece.repeat(300_000);
        List<String> columns = List.of("x".repeat(100_000));
        Map<String, Object> answer =
                ShortSql.fit(sql, "; the manifest has it", s -> Map.of("sql", s, "columns", columns));
        int bytes = Json.MAPPER.writeValueAsBytes(answer).length;
        assertThat(bytes).isBetween(ShortSql.MOST_ANSWER - 12, ShortSql.MOST_ANSWER);
        assertThat((String) answer.get("sql"))
                .endsWith(" … (shortened: the whole statement has " + sql.getBytes(StandardCharsets.UTF_8).length
                        + " bytes; the manifest has it)");
        assertThat(answer.get("columns")).isEqualTo(columns);
    }

    @Test
    void keepsTheMarkIfNothingElseFits() {
        Map<String, Object> answer =
                ShortSql.fit("SELECT 1", "", s -> Map.of("sql", s, "columns", "x".repeat(ShortSql.MOST_ANSWER)));
        assertThat((String) answer.get("sql")).startsWith(" … (shortened");
    }
}
