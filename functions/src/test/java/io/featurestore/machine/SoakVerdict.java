package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides which outcomes are correct.
///
/// @param run the outcome of the export
/// @param rules the planned errors
/// @param fired the errors that happened
record SoakVerdict(ExportStack.Run run, List<FaultRule> rules, Map<FaultKind, Integer> fired) {
    private static final String SUCCEEDED = "SUCCEEDED";

    String end() {
        return run.status() + (run.error().isEmpty() ? "" : " " + run.error());
    }

    void check(String all) {
        assertThat(end()).as(all).isIn(allowed());
        assertThat(run.cause()).as(all).doesNotContain("defect", "null", "java.", "amazonaws");
        if (run.status().equals("FAILED")) {
            assertThat(run.cause()).as(all).endsWith(".");
        }
    }

    private Set<String> allowed() {
        Set<String> ends = new HashSet<>();
        if (mayPass()) {
            ends.add(SUCCEEDED);
        }
        fired.keySet().forEach(kind -> ends.addAll(endsWith(kind)));
        return ends;
    }

    /// Returns whether an export can survive all errors that happened.
    private boolean mayPass() {
        return !fired.containsKey(FaultKind.QUERY_FAILED)
                && !fired.containsKey(FaultKind.QUERY_FAILED_HALFWAY)
                && !fired.containsKey(FaultKind.QUERY_CANCELLED)
                && !fired.containsKey(FaultKind.QUERY_CANCELLED_HALFWAY)
                && !fired.containsKey(FaultKind.QUERY_NEVER_ENDS);
    }

    private Set<String> endsWith(FaultKind kind) {
        return switch (kind) {
            case QUERY_FAILED, QUERY_FAILED_HALFWAY -> Set.of("FAILED QueryFailed");
            case QUERY_FAILED_RETRYABLE, QUERY_FAILED_HALFWAY_RETRYABLE ->
                retries() >= 3 ? Set.of("FAILED QueryFailed") : Set.of();
            case QUERY_CANCELLED, QUERY_CANCELLED_HALFWAY -> Set.of("FAILED QueryCancelled");
            case QUERY_NEVER_ENDS -> Set.of("FAILED QueryTimedOut");
            case REPLACED_OBJECT -> Set.of("FAILED ResultChanged");
            case RUNNER_RESTARTED -> Set.of("ABORTED Local.Killed");
            case QUERY_QUEUED_AGAIN, SLOWED, RUN_TWICE_AT_ONCE, RUN_TWICE_IN_A_ROW -> Set.of();
            // A request is sent up to four times, and a step is repeated at least once.
            default -> total() > 1 ? Set.of("FAILED Internal") : Set.of();
        };
    }

    private int retries() {
        return fired.getOrDefault(FaultKind.QUERY_FAILED_RETRYABLE, 0)
                + fired.getOrDefault(FaultKind.QUERY_FAILED_HALFWAY_RETRYABLE, 0);
    }

    private int total() {
        return fired.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return "rules " + rules + ", fired " + fired + ", ended " + end() + " " + run.cause();
    }
}
