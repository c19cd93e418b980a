package io.featurestore.local.states.map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.store.Documents;
import io.featurestore.local.store.Uninterruptibly;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Keeps the map runs. Running ones are counted in memory; each is stored when it begins and when it ends.
public final class MapRuns {
    private static final String KIND = "states-map-run";

    private final Documents documents;
    private final Map<String, MapRun> running = new ConcurrentHashMap<>();

    public MapRuns(Documents documents) {
        this.documents = documents;
    }

    public void start(MapRun run) {
        running.put(run.arn(), run);
        write(run.description());
    }

    public void end(MapRun run, MapRun.Status status, Instant stop) {
        run.end(status, stop);
        write(run.description());
        running.remove(run.arn());
    }

    public Optional<ObjectNode> find(String arn) {
        MapRun live = running.get(arn);
        return live != null
                ? Optional.of(live.description())
                : documents.read(KIND, arn).map(node -> (ObjectNode) node.deepCopy());
    }

    /// Returns the map runs of an execution, as they were stored when they began or ended.
    public Stream<ObjectNode> of(String executionArn) {
        return documents
                .list(KIND)
                .map(document -> (ObjectNode) document.content().deepCopy())
                .filter(run -> run.path("executionArn").asText().equals(executionArn));
    }

    /// Aborts the map runs that a killed process left running.
    public void abortLeft(Instant now) {
        documents
                .list(KIND)
                .map(document -> (ObjectNode) document.content().deepCopy())
                .filter(run -> run.path("status").asText().equals(MapRun.Status.RUNNING.name()))
                .filter(run -> !running.containsKey(run.path("mapRunArn").asText()))
                .forEach(run ->
                        write(run.put("status", MapRun.Status.ABORTED.name()).put("stopDate", Json.seconds(now))));
    }

    private void write(ObjectNode run) {
        Uninterruptibly.run(() -> documents.write(KIND, run.path("mapRunArn").asText(), run));
    }
}
