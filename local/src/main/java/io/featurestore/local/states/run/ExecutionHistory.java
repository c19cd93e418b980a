package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.states.expression.StatesLimits;
import io.featurestore.local.store.Documents;
import io.featurestore.local.store.Uninterruptibly;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Stores the events of an execution. Each page is one document, so that a long history is not rewritten for each
/// event.
final class ExecutionHistory implements Trail.Log {
    private static final String KIND = "states-history";
    private static final int PAGE = 50;

    private final Documents documents;
    private final String executionArn;
    private final Supplier<Instant> clock;
    private final List<JsonNode> events;
    private int written;
    private boolean ended;

    private ExecutionHistory(Documents documents, String executionArn, Supplier<Instant> clock, List<JsonNode> events) {
        this.documents = documents;
        this.executionArn = executionArn;
        this.clock = clock;
        this.events = events;
        this.written = events.size();
    }

    static ExecutionHistory begin(Documents documents, String executionArn, Supplier<Instant> clock) {
        return new ExecutionHistory(documents, executionArn, clock, new ArrayList<>());
    }

    /// Reads the stored part of a history.
    static ExecutionHistory read(Documents documents, String executionArn, Supplier<Instant> clock) {
        List<JsonNode> events = new ArrayList<>();
        for (int page = 0; ; page++) {
            Optional<JsonNode> found = documents.read(KIND, document(executionArn, page));
            if (found.isEmpty()) {
                return new ExecutionHistory(documents, executionArn, clock, events);
            }
            found.get().forEach(events::add);
        }
    }

    /// Adds an event. Once the execution has ended, events of its interrupted threads are dropped.
    @Override
    public synchronized long add(
            long previous, String type, String detailsField, ObjectNode details, boolean milestone) {
        if (ended) {
            return 0;
        }
        if (events.size() >= StatesLimits.HISTORY_EVENTS - 1) {
            throw new StateFailure(
                    StateFailure.RUNTIME,
                    "The execution reached the maximum number of history events (" + StatesLimits.HISTORY_EVENTS
                            + ").");
        }
        append(previous, type, detailsField, details);
        if (milestone) {
            write();
        }
        return events.size();
    }

    /// Adds the last event.
    synchronized void end(String type, String detailsField, ObjectNode details) {
        append(events.size(), type, detailsField, details);
        ended = true;
        write();
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    private void append(long previous, String type, String detailsField, ObjectNode details) {
        ObjectNode event = Json.object()
                .put("timestamp", Json.seconds(clock.get()))
                .put("type", type)
                .put("id", events.size() + 1)
                .put("previousEventId", previous);
        if (!detailsField.isEmpty()) {
            event.set(detailsField, details);
        }
        events.add(event);
    }

    private void write() {
        for (int page = written / PAGE; page * PAGE < events.size(); page++) {
            ArrayNode content = Json.array(events.subList(page * PAGE, Math.min(events.size(), (page + 1) * PAGE)));
            String name = document(executionArn, page);
            Uninterruptibly.run(() -> documents.write(KIND, name, content));
        }
        written = events.size();
    }

    private static String document(String executionArn, int page) {
        return executionArn + "/" + page;
    }
}
