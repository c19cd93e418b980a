package io.featurestore.steps.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.versions.PublishedVersions.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OldVersionsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant LIMIT = NOW.minus(Duration.ofDays(30));

    private final Stored machines = new Stored();
    private final Stored functions = new Stored();
    private final Map<String, String> definitions = new HashMap<>(Map.of("m", "{}"));

    /// Versions in memory, of which some are the targets of aliases.
    private static final class Stored implements PublishedVersions {
        private final Map<String, List<Published>> versions = new HashMap<>();
        private final Set<String> aliased = new HashSet<>();

        private void publish(String arn, int version, int daysAgo) {
            versions.computeIfAbsent(arn, _ -> new ArrayList<>())
                    .addFirst(new Published(arn + ":" + version, NOW.minus(Duration.ofDays(daysAgo))));
        }

        @Override
        public List<Published> of(String arn) {
            return List.copyOf(versions.getOrDefault(arn, List.of()));
        }

        @Override
        public boolean delete(String arn) {
            return !aliased.contains(arn)
                    && versions.values().stream()
                            .anyMatch(all -> all.removeIf(v -> v.arn().equals(arn)));
        }
    }

    private List<String> remove(String... functionArns) {
        return new OldVersions(machines, arn -> definitions.getOrDefault(arn, "{}"), functions)
                .remove("m", List.of(functionArns), LIMIT);
    }

    /// The age of a version does not matter: executions started with it until the next one replaced it.
    @Test
    void keepsAVersionUntilItsSuccessorIsOldEnough() {
        functions.publish("f", 1, 400);
        functions.publish("f", 2, 300);
        functions.publish("f", 3, 29);
        assertThat(remove("f")).containsExactly("f:1");
        assertThat(functions.of("f")).extracting(Published::arn).containsExactly("f:3", "f:2");
    }

    @Test
    void keepsTheNewestVersionForEver() {
        functions.publish("f", 1, 4_000);
        machines.publish("m", 1, 4_000);
        assertThat(remove("f")).isEmpty();
    }

    /// Of twelve versions of a function, the definition names the first one alone.
    @Test
    void keepsWhatARemainingDefinitionNames() {
        for (int i = 1; i <= 13; i++) {
            functions.publish("f", i, 400 - i);
        }
        machines.publish("m", 1, 399);
        machines.publish("m", 2, 388);
        machines.aliased.add("m:1");
        definitions.put("m:1", "{\"FunctionName\": \"f:1\"}");
        definitions.put("m:2", "{\"FunctionName\": \"f:12\"}");
        definitions.put("m", "{\"FunctionName\": \"{% $c ? 'f:11' : 'g:1' %}\"}");
        assertThat(remove("f")).containsExactly("f:2", "f:3", "f:4", "f:5", "f:6", "f:7", "f:8", "f:9", "f:10");
    }

    @Test
    void removesTheMachinesVersionFirstAndThenItsFunctions() {
        machines.publish("m", 1, 100);
        machines.publish("m", 2, 50);
        functions.publish("f", 1, 100);
        functions.publish("f", 2, 50);
        definitions.put("m:1", "{\"FunctionName\": \"f:1\"}");
        definitions.put("m:2", "{\"FunctionName\": \"f:2\"}");
        definitions.put("m", "{\"FunctionName\": \"f:2\"}");
        assertThat(remove("f")).containsExactly("m:1", "f:1");
    }
}
