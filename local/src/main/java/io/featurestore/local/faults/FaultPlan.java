package io.featurestore.local.faults;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Holds rules that are active at the same time. The same plan gives the same faults for the same calls in the
/// same order.
///
/// @param seed the seed of the random numbers for rules with a probability
/// @param rules the rules; the first one that applies to a call counts
public record FaultPlan(long seed, List<FaultRule> rules) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX_RANDOM = 1_000;

    /// Creates a plan with a copy of the rules.
    public FaultPlan {
        rules = List.copyOf(rules);
    }

    @JsonCreator
    static FaultPlan read(
            @JsonProperty("seed") long seed,
            @JsonProperty("rules") @Nullable List<FaultRule> rules,
            @JsonProperty("random") int random) {
        if (random < 0 || random > MAX_RANDOM) {
            throw new IllegalArgumentException("random " + random + " is not between 0 and " + MAX_RANDOM);
        }
        List<FaultRule> all = new ArrayList<>(rules == null ? List.of() : rules);
        all.addAll(random(seed, random).rules());
        return new FaultPlan(seed, all);
    }

    /// Reads a plan from a JSON file:
    ///
    /// ```
    /// {"seed": 7, "random": 2, "rules": [
    ///   {"kind": "THROTTLED", "service": "s3", "operation": "GetObject", "function": "Resize",
    ///    "about": "regex", "first": 1, "times": 3, "probability": 0.5}]}
    /// ```
    ///
    /// Every field except the kind of a rule is optional. `random` adds that number of random rules.
    ///
    /// @throws IOException if the file cannot be read or is not a plan; the message then says what is wrong
    ///     and where
    public static FaultPlan read(Path file) throws IOException {
        byte[] json = Files.readAllBytes(file);
        try {
            return MAPPER.readValue(json, FaultPlan.class);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new IOException(wrong(e) + where, e);
        }
    }

    private static String wrong(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "there is no field '" + unknown.getPropertyName() + "', there are " + unknown.getKnownPropertyIds();
            case InvalidFormatException kind
            when kind.getTargetType() == FaultKind.class ->
                "there is no kind '" + kind.getValue() + "', there are " + List.of(FaultKind.values());
            case ValueInstantiationException refused
            when refused.getCause() != null ->
                String.valueOf(refused.getCause().getMessage())
                        .lines()
                        .findFirst()
                        .orElse("");
            default ->
                e.getOriginalMessage()
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceAll(" \\(bound as .*", "")
                        .replaceAll("`[\\w.$]+\\.(\\w+)(<.*>)?`", "$1");
        };
    }

    /// Returns a plan with a number of random rules, which depend only on the seed.
    public static FaultPlan random(long seed, int count) {
        RandomRules random = new RandomRules(new SplittableRandom(seed));
        List<FaultRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rules.add(random.next());
        }
        return new FaultPlan(seed, rules);
    }
}
