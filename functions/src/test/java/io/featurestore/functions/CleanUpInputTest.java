package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanUpInputTest {
    /// Failed exports raise an alarm; what a person stopped does not, whatever error the person gave.
    @ParameterizedTest
    @CsvSource({"FAILED, true", "ABORTED, false", "TIMED_OUT, false"})
    void anEventIsOfAFailureIfItsStatusSaysSo(String status, boolean failed) throws Exception {
        assertThat(input("{\"event\":{\"detail\":{\"name\":\"n\",\"status\":\"" + status
                                + "\",\"error\":\"Stopped\"}},\"workBucket\":\"work\"}")
                        .failed())
                .isEqualTo(failed);
    }

    @Test
    void theStateMachineSaysTheErrorOfAFailure() throws Exception {
        assertThat(input("{\"execution\":\"n\",\"workBucket\":\"work\"}").failed()).isFalse();
        assertThat(input("{\"execution\":\"n\",\"failure\":{\"Error\":\"E\",\"Cause\":\"c\"},\"workBucket\":\"work\"}")
                        .failed())
                .isTrue();
    }

    private static CleanUpInput input(String json) throws Exception {
        return Json.MAPPER.readValue(json, CleanUpInput.class);
    }
}
