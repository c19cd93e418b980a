package io.featurestore.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
    private static final Map<String, String> DEFAULTS =
            Map.of("exportBucket", "exports", "workBucket", "work", "workgroup", "primary");

    private final RequestCheck check = new RequestCheck();

    @Test
    void takesAScheduledRequestWhosePlaceholdersAreFilledWithItsTime() {
        assertThat(check.apply(
                        event("2026-01-31T03:00:00Z", "{\"featureGroupName\":\"customers\",\"output\":"
                                + "\"s3://bucket/{date}/{time}/{scheduledTime}/{executionName}.csv\"}"),
                        DEFAULTS))
                .isEmpty();
    }

    @Test
    void listsEveryViolation() {
        assertThat(check.apply(
                        event("2026-01-31T03:00:00Z", "{\"featureGroupName\":\"no/name\",\"limit\":0,\"colums\":[\"a\"]}"),
                        DEFAULTS))
                .hasValueSatisfying(violations -> assertThat(violations)
                        .contains("featureGroupName", "limit is 0", "did you mean columns?"));
        assertThat(check.apply("{\"featureGroupName\":\"customers\",\"output\":\"s3://bucket/{day}.csv\"}", DEFAULTS))
                .hasValueSatisfying(violations -> assertThat(violations).contains("{day}"));
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> check.apply("{", DEFAULTS)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String event(String time, String request) {
        return "{\"detail-type\":\"Export Requested\",\"time\":\"" + time + "\",\"detail\":" + request + "}";
    }
}
