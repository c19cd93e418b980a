package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.MapRunItemCounts;

/// Polls one execution until it ends, and reports new events of its history and counts of its map runs.
final class ExecutionFollower {
    private static final int PAGE = 200;

    private final SfnClient sfn;
    private final String executionArn;
    private final Progress progress;
    private final long intervalMillis;
    private long lastEvent;
    private String state = "";
    private @Nullable String mapRun;

    ExecutionFollower(SfnClient sfn, String executionArn, Progress progress, long intervalMillis) {
        this.sfn = sfn;
        this.executionArn = executionArn;
        this.progress = progress;
        this.intervalMillis = intervalMillis;
    }

    /// Waits until the execution has ended and returns its description.
    DescribeExecutionResponse follow() throws InterruptedException {
        while (true) {
            DescribeExecutionResponse execution = sfn.describeExecution(r -> r.executionArn(executionArn));
            newEvents().forEach(this::report);
            if (execution.status() != ExecutionStatus.RUNNING) {
                return execution;
            }
            if (mapRun != null) {
                reportMapRun(mapRun);
            }
            Thread.sleep(intervalMillis);
        }
    }

    /// Reads the history backwards to the last known event and returns the events after it in order.
    private List<HistoryEvent> newEvents() {
        Deque<HistoryEvent> events = new ArrayDeque<>();
        String token = null;
        do {
            String page = token;
            GetExecutionHistoryResponse history = sfn.getExecutionHistory(r -> r.executionArn(executionArn)
                    .reverseOrder(true)
                    .maxResults(PAGE)
                    .includeExecutionData(true)
                    .nextToken(page));
            for (HistoryEvent event : history.events()) {
                if (event.id() <= lastEvent) {
                    return remembered(events);
                }
                events.addFirst(event);
            }
            token = history.nextToken();
        } while (token != null);
        return remembered(events);
    }

    private List<HistoryEvent> remembered(Deque<HistoryEvent> events) {
        if (!events.isEmpty()) {
            lastEvent = events.getLast().id();
        }
        return List.copyOf(events);
    }

    private void report(HistoryEvent event) {
        HistoryEventType type = event.type();
        if (event.stateEnteredEventDetails() != null) {
            state = event.stateEnteredEventDetails().name();
            progress.entered(state);
        } else if (type == HistoryEventType.TASK_SUCCEEDED) {
            progress.answered(state, payload(event.taskSucceededEventDetails().output()));
        } else if (type == HistoryEventType.MAP_RUN_STARTED) {
            mapRun = event.mapRunStartedEventDetails().mapRunArn();
        } else if (type == HistoryEventType.MAP_RUN_SUCCEEDED && mapRun != null) {
            reportMapRun(mapRun);
            mapRun = null;
        }
    }

    private void reportMapRun(String arn) {
        MapRunItemCounts counts = sfn.describeMapRun(r -> r.mapRunArn(arn)).itemCounts();
        progress.converted(counts.succeeded(), counts.total());
    }

    private static JsonNode payload(@Nullable String output) {
        try {
            return output == null
                    ? Json.MAPPER.missingNode()
                    : Json.MAPPER.readTree(output).path("Payload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
