package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReasonTest {
    record Case(String error, String cause, ErrorCode code, String sentence) {}

    static Stream<Case> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(FailureReasonTest.class.getResourceAsStream("reasons.json"))) {
            return Arrays.stream(Json.MAPPER.readValue(in, Case[].class));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatWasCaught(Case given) {
        assertThat(FailureReason.of(given.error(), given.cause()))
                .isEqualTo(new FailureReason(given.code(), given.sentence()));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void keepsEveryCodeOfTheContract(ErrorCode code) {
        assertThat(FailureReason.of("io.featurestore.failure." + code, "{\"errorMessage\":\"m\"}"))
                .isEqualTo(new FailureReason(code, "m"));
    }

    @Test
    void cutsACauseToWhatAFailStateHolds() {
        for (String text : List.of("x".repeat(50_000), "\uD83D\uDE00".repeat(25_000))) {
            String cause = FailureReason.of("", text).cause();
            assertThat(cause).hasSizeBetween(31_000, 32_768).endsWith("…");
            assertThat(text).startsWith(cause.substring(0, cause.length() - 1));
        }
    }
}
