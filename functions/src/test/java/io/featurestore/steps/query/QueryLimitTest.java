package io.featurestore.steps.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryLimitTest {
    @Test
    void isTwoHoursUnlessTheDeploymentSetsAnother() {
        assertThat(QueryLimit.of(Optional.empty()).time()).isEqualTo(Duration.ofHours(2));
        assertThat(QueryLimit.of(Optional.of("300")).time()).isEqualTo(Duration.ofMinutes(300));
    }

    @Test
    void warnsOfTheQuotaOfAccounts() {
        QueryLimit limit = QueryLimit.of(Optional.empty());

        assertThat(limit.warning(Duration.ofMinutes(30))).isEmpty();
        assertThat(limit.warning(Duration.ofSeconds(69 * 60 + 1)).orElseThrow())
                .contains("expected to take 70 minutes", "after 30 minutes unless", "'DML query timeout'", "240");
        assertThat(limit.warning(Duration.ofMinutes(241)).orElseThrow())
                .contains("expected to take 241 minutes", "after 240 at the latest");
    }

    @Test
    void namesWhatWouldBeStopped() {
        QueryLimit limit = QueryLimit.of(Optional.empty());

        assertThat(limit.exceeded(Duration.ofMinutes(120))).isEmpty();
        assertThat(limit.exceeded(Duration.ofMinutes(150)).orElseThrow())
                .contains("expected to take 150 minutes", "after 120", "athena.queryMinutes", "raise the setting");
        assertThat(limit.exceeded(Duration.ofMinutes(339)).orElseThrow()).doesNotContain("raise");
    }
}
