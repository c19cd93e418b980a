package io.featurestore.failure.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.failure.InvalidQuery;
import org.junit.jupiter.api.Test;

class OneLineTest {
    private static String message(String text) {
        return new InvalidQuery(text).getMessage();
    }

    @Test
    void keepsTextAsItIs() {
        assertThat(message("고객 'é' 👩‍👩‍👧 \"x\" \\ ok.")).isEqualTo("고객 'é' 👩‍👩‍👧 \"x\" \\ ok.");
    }

    @Test
    void leavesNothingThatForgesALineOrMovesTheCursor() {
        assertThat(message("a\r\nERROR b\tc")).isEqualTo("a  ERROR b c");
        assertThat(message("\u001b[2J\u0007\u0085\u2028\u202e\u0000"))
                .isEqualTo("\\u001b[2J\\u0007\\u0085\\u2028\\u202e\\u0000");
    }

    @Test
    void isBounded() {
        assertThat(message("x".repeat(100_000))).hasSize(16_001).endsWith("x…");
        assertThat(message("x".repeat(15_999) + "😀".repeat(10))).isEqualTo("x".repeat(15_999) + "…");
    }
}
