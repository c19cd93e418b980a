package io.featurestore.local.states;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.local.store.Documents;

/** The events of an execution, written down a page a document, so that a long history is not written again and again. */
final class History implements Trail.Log {
    private static final String KIND = "states-history";
    private static final int PAGE = 50;

    private final Documents documents;
    private final String executionArn;
    private final Supplier<Instant> clock;
    private final List<JsonNode> events;
    private int written;
    private boolean ended;

    private History(Documents documents, String executionArn, Supplier<Instant> clock, List<JsonNode> events) {
        this.documents = documents;
        this.executionArn = executionArn;
        this.clock = clock;
        this.events = events;
        this.written = events.size();
    }

    static History begin(Documents documents, String executionArn, Supplier<Instant> clock) {
        return new History(documents, executionArn, clock, new ArrayList<>());
    }

    /** Reads what was written of a history. */
    static History read(Documents documents, String executionArn, Supplier<Instant> clock) {
        List<JsonNode> events = new ArrayList<>();
        for (int page = 0;; page++) {
            Optional<JsonNode> found = documents.read(KIND, document(executionArn, page));
            if (found.isEmpty()) {
                return new History(documents, executionArn, clock, events);
            }
            found.get().forEach(events::add);
        }
    }

    /** Adds an event; once the execution has ended, what its interrupted threads still say is left out. */
    @Override
    public synchronized long add(long previous, String type, String detailsField, ObjectNode details,
            boolean milestone) {
        if (ended) {
            return 0;
        }
        if (events.size() >= Limits.HISTORY_EVENTS - 1) {
            throw new StateFailure(StateFailure.RUNTIME, "The execution reached the maximum number of history events ("
                    + Limits.HISTORY_EVENTS + ").");
        }
        append(previous, type, detailsField, details);
        if (milestone) {
            write();
        }
        return events.size();
    }

    /** Adds the last event. */
    synchronized void end(String type, String detailsField, ObjectNode details) {
        append(events.size(), type, detailsField, details);
        ended = true;
        write();
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    private void append(long previous, String type, String detailsField, ObjectNode details) {
        ObjectNode event = Json.object().put("timestamp", Json.seconds(clock.get())).put("type", type)
                .put("id", events.size() + 1).put("previousEventId", previous);
        if (!detailsField.isEmpty()) {
            event.set(detailsField, details);
        }
        events.add(event);
    }

    private void write() {
        for (int page = written / PAGE; page * PAGE < events.size(); page++) {
            ArrayNode content = MapState.array(
                    events.subList(page * PAGE, Math.min(events.size(), (page + 1) * PAGE)));
            String name = document(executionArn, page);
            Undisturbed.run(() -> documents.write(KIND, name, content));
        }
        written = events.size();
    }

    private static String document(String executionArn, int page) {
        return executionArn + "/" + page;
    }
}
