package io.featurestore.local.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Applies a plan while it is active. Counts the calls that its rules matched and the faults that happened.
/// Thread-safe.
final class ActivePlan {
    private final List<ActiveRule> rules = new ArrayList<>();
    private final SplittableRandom random;
    private final Map<FaultKind, Integer> fired = new EnumMap<>(FaultKind.class);

    ActivePlan(FaultPlan plan) {
        plan.rules().forEach(rule -> rules.add(new ActiveRule(rule)));
        this.random = new SplittableRandom(plan.seed());
    }

    /// Returns the kind of the first rule that applies. Every rule that matches counts the call.
    synchronized Optional<FaultKind> strike(FaultKind.Point point, FaultTarget target) {
        Optional<FaultKind> struck = Optional.empty();
        for (ActiveRule rule : rules) {
            if (rule.rule.kind().point() == point && rule.strikes(target, struck.isEmpty())) {
                struck = Optional.of(rule.rule.kind());
            }
        }
        return struck;
    }

    synchronized void count(FaultKind kind) {
        fired.merge(kind, 1, Integer::sum);
    }

    synchronized Map<FaultKind, Integer> fired() {
        return Map.copyOf(fired);
    }

    private final class ActiveRule {
        private final FaultRule rule;
        private final Map<String, Integer> seen = new HashMap<>();
        private int left;

        ActiveRule(FaultRule rule) {
            this.rule = rule;
            this.left = rule.times();
        }

        boolean strikes(FaultTarget target, boolean may) {
            if (left == 0 || !target.matches(rule)) {
                return false;
            }
            boolean perCall =
                    switch (rule.kind()) {
                        case FUNCTION_KILLED, FUNCTION_KILLED_AFTER, FUNCTION_TIMED_OUT -> true;
                        default -> false;
                    };
            if (perCall && target.requestId().isEmpty()) {
                return false;
            }
            int n = seen.merge(perCall ? target.requestId() : "", 1, Integer::sum);
            boolean strikes = may
                    && (perCall ? n == rule.first() : n >= rule.first())
                    && (rule.probability() == 1 || random.nextDouble() < rule.probability());
            left -= strikes ? 1 : 0;
            return strikes;
        }
    }
}
