package io.featurestore.local.states.map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Json;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Counts the children of a distributed map while they run. Thread-safe.
public final class MapRun {
    /// The states of a child. A map run itself is never pending.
    public enum Status {
        PENDING("pending"),
        RUNNING("running"),
        SUCCEEDED("succeeded"),
        FAILED("failed"),
        ABORTED("aborted"),
        TIMED_OUT("timedOut");

        private final String counter;

        Status(String counter) {
            this.counter = counter;
        }
    }

    private final ObjectNode description;
    private final Map<Status, Long> items = new EnumMap<>(Status.class);
    private final Map<Status, Long> executions = new EnumMap<>(Status.class);
    private long itemsWritten;
    private long executionsWritten;

    public MapRun(
            String arn,
            String executionArn,
            String machineArn,
            Instant start,
            int maxConcurrency,
            Tolerance tolerance) {
        Double percentage = tolerance.percentage();
        Integer count = tolerance.count();
        description = Json.object()
                .put("mapRunArn", arn)
                .put("executionArn", executionArn)
                .put("stateMachineArn", machineArn)
                .put("status", Status.RUNNING.name())
                .put("startDate", Json.seconds(start))
                .put("maxConcurrency", maxConcurrency)
                .put("toleratedFailurePercentage", percentage == null ? 0 : percentage)
                .put("toleratedFailureCount", count == null ? 0 : count)
                .put("redriveCount", 0);
    }

    public String arn() {
        return description.path("mapRunArn").textValue();
    }

    /// Adds a child that has not started.
    public synchronized void add(int itemCount) {
        count(Status.PENDING, itemCount, 1);
    }

    /// Moves a child from one state to another.
    public synchronized void move(Status from, Status to, int itemCount) {
        count(from, -itemCount, -1);
        count(to, itemCount, 1);
    }

    public synchronized long failedItems() {
        return items.getOrDefault(Status.FAILED, 0L);
    }

    /// Counts the children whose results were written, and their items.
    public synchronized void written(long itemCount, long executionCount) {
        itemsWritten += itemCount;
        executionsWritten += executionCount;
    }

    /// Ends the run. Children that have not started are counted as aborted.
    synchronized void end(Status status, Instant stop) {
        count(Status.ABORTED, items.getOrDefault(Status.PENDING, 0L), executions.getOrDefault(Status.PENDING, 0L));
        items.remove(Status.PENDING);
        executions.remove(Status.PENDING);
        description.put("status", status.name()).put("stopDate", Json.seconds(stop));
    }

    /// Returns the answer of DescribeMapRun.
    synchronized ObjectNode description() {
        ObjectNode answer = description.deepCopy();
        answer.set("itemCounts", counts(items, itemsWritten));
        answer.set("executionCounts", counts(executions, executionsWritten));
        return answer;
    }

    private static ObjectNode counts(Map<Status, Long> counted, long written) {
        ObjectNode counts = Json.object();
        long total = 0;
        for (Status status : Status.values()) {
            long number = counted.getOrDefault(status, 0L);
            counts.put(status.counter, number);
            total += number;
        }
        return counts.put("total", total).put("resultsWritten", written);
    }

    private void count(Status status, long itemCount, long executionCount) {
        items.merge(status, itemCount, Long::sum);
        executions.merge(status, executionCount, Long::sum);
    }
}
