package io.featurestore.functions.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final List<Long> pauses = new ArrayList<>();
    private Duration left = Duration.ofSeconds(300);

    @Test
    void repeatsWithLongerPausesWhatMayPass() {
        List<RuntimeException> failures =
                new ArrayList<>(List.of(new Throttled("slow down", null), new Transient("broken", null)));

        String answer = patience().call(() -> {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(pauses).containsExactly(1L, 2L);
    }

    @Test
    void throwsTheFailureWhenTheTimeEnds() {
        Supplier<String> broken = () -> {
            throw new Transient("broken", null);
        };

        assertThatThrownBy(() -> patience().call(broken)).isInstanceOf(Transient.class);
        assertThat(pauses).startsWith(1L, 2L, 4L, 8L, 16L, 30L, 30L).allMatch(seconds -> seconds <= 30);
        assertThat(left).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
    }

    @Test
    void throwsAtOnceWhatDoesNotPass() {
        Supplier<String> denied = () -> {
            throw new AccessDenied("no");
        };

        assertThatThrownBy(() -> patience().call(denied)).isInstanceOf(AccessDenied.class);
        assertThat(pauses).isEmpty();
    }

    private Patience patience() {
        Context context = (Context)
                Proxy.newProxyInstance(PatienceTest.class.getClassLoader(), new Class<?>[] {Context.class}, (_, _, _) ->
                        (int) left.toMillis());
        return new Patience(context, time -> {
            pauses.add(time.toSeconds());
            left = left.minus(time);
        });
    }
}
