package io.featurestore.steps.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Failure.TooManyExports;
import io.featurestore.steps.quota.RunningExports.Running;
import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Execution;
import io.featurestore.steps.work.WorkFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Quota QUOTA = new Quota(2, 500, 0);

    private static Execution execution(String name) {
        return new Execution(
                "arn:aws:states:eu-west-1:1:execution:m:" + name,
                name,
                START,
                WorkFolder.prefix("work", name),
                Concurrency.DEFAULT);
    }

    private static Running running(String name, int secondsLater) {
        return new Running(name, START.plusSeconds(secondsLater));
    }

    private static Concurrency admit(boolean dryRun, Quota quota, Running... running) {
        return new Admission(_ -> List.of(running), () -> 1_000).admit(execution("me"), dryRun, quota);
    }

    @Test
    void refusesAnExportBeyondTheQuota() {
        assertThatThrownBy(() -> admit(false, QUOTA, running("a", -2), running("b", -1), running("me", 0)))
                .isInstanceOf(TooManyExports.class)
                .hasMessageContaining("allows 2 exports")
                .hasMessageContaining("concurrency.exports");
    }

    /// Exports that start at the same moment all see each other; the first of them run.
    @Test
    void letsTheFirstOfThoseThatStartTogetherRun() {
        assertThat(admit(false, QUOTA, running("me", 0), running("z", 0), running("a", 0), running("late", 1)))
                .isNotNull();
        assertThatThrownBy(() -> admit(false, QUOTA, running("me", 0), running("b", 0), running("a", 0)))
                .isInstanceOf(TooManyExports.class);
    }

    @Test
    void letsADryRunPass() {
        assertThat(admit(true, QUOTA, running("a", -2), running("b", -1))).isNotNull();
    }

    /// Exports that run together share a small account.
    @Test
    void sharesTheAccountAmongTheExportsThatRun() {
        Quota quota = new Quota(20, 500, 0);
        List<Running> others = new ArrayList<>();
        List<Integer> chunks = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            chunks.add(new Admission(_ -> others, () -> 10)
                    .admit(execution("me"), false, quota)
                    .chunks());
            others.add(running("earlier-" + i, -i));
        }
        assertThat(chunks).containsExactly(8, 4, 2, 2, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 500, 0, 500",
        "400, 500, 0, 320",
        "50, 500, 0, 40",
        "10, 500, 0, 8",
        "1, 500, 0, 1",
        "10, 4, 0, 4",
        "10, 500, 600, 500"
    })
    void takesTheLowerOfTheSettingAndTheAccount(int account, int chunks, int reserved, int expected) {
        Concurrency concurrency = new Admission(_ -> List.of(), () -> account)
                .admit(execution("me"), false, new Quota(2, chunks, reserved));
        assertThat(concurrency.chunks()).isEqualTo(expected);
        assertThat(concurrency.warning().isPresent()).isEqualTo(expected < chunks);
    }
}
