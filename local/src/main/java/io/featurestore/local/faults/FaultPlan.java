package io.featurestore.local.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

/**
 * Rules that hold together. The same plan over the same calls in the same order gives the same faults.
 *
 * @param seed decides for rules with a probability
 * @param rules the rules; the first that strikes a call counts
 */
public record FaultPlan(long seed, List<FaultRule> rules) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Keeps its own list. */
    public FaultPlan {
        rules = List.copyOf(rules);
    }

    @JsonCreator
    static FaultPlan read(@JsonProperty("seed") long seed, @JsonProperty("rules") @Nullable List<FaultRule> rules,
            @JsonProperty("random") int random) {
        List<FaultRule> all = new ArrayList<>(rules == null ? List.of() : rules);
        all.addAll(random(seed, random).rules());
        return new FaultPlan(seed, all);
    }

    /**
     * Reads a plan: {@code {"seed": 7, "rules": [{"kind": "THROTTLED", "service": "s3", "operation": "GetObject",
     * "function": "ConvertChunk", "about": "regex", "first": 1, "times": 3, "probability": 0.5}, …], "random": 2}}.
     * Everything but a rule's kind may be left out; {@code random} adds that many random rules.
     *
     * @throws IOException if the file cannot be read, or is no plan
     */
    public static FaultPlan read(Path file) throws IOException {
        return MAPPER.readValue(Files.readAllBytes(file), FaultPlan.class);
    }

    /** Returns a plan of some rules of any kind that the seed decides. */
    public static FaultPlan random(long seed, int count) {
        RandomRules random = new RandomRules(new SplittableRandom(seed));
        List<FaultRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rules.add(random.next());
        }
        return new FaultPlan(seed, rules);
    }
}
