package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.athena.command.Command;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.QueryPrinter;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Stores all query executions as documents `athena-queries`. `Execution` is the answer of GetQueryExecution.
/// `Token` and `Parameters` identify a repeated call. `Columns` and `Rows` describe the result.
final class QueryLog {
    private static final String KIND = "athena-queries";

    private final Documents documents;
    private final Clock clock;
    private final Map<String, ObjectNode> entries = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    /// Opens the log. Queries that were running when the process ended become FAILED and retryable.
    QueryLog(Documents documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
        documents.list(KIND).forEach(document -> {
            ObjectNode entry = (ObjectNode) document.content();
            entries.put(document.name(), entry);
            if (entry.hasNonNull("Token")) {
                tokens.put(entry.path("Token").asText(), document.name());
            }
        });
        QueryFailure lost = QueryFailure.system("Query was interrupted: the service ended while it ran", true);
        for (String id : List.copyOf(entries.keySet())) {
            if (!state(id).ended()) {
                fail(id, lost);
            }
        }
    }

    /// The states of a query.
    enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        boolean ended() {
            return switch (this) {
                case QUEUED, RUNNING -> false;
                case SUCCEEDED, FAILED, CANCELLED -> true;
            };
        }
    }

    /// The result of adding a query.
    ///
    /// @param id the query's id
    /// @param fresh false if an earlier call with the same token already added it
    record Added(String id, boolean fresh) {}

    /// Adds a query, or finds the one that an earlier call with the same token added.
    synchronized Added add(QueryRequest request) {
        Optional<String> before = request.token().map(tokens::get);
        if (before.isPresent()) {
            if (!entry(before.get()).path("Parameters").equals(request.parameters())) {
                throw AthenaInput.invalid("Idempotent parameters do not match");
            }
            return new Added(before.get(), false);
        }
        String id = UUID.randomUUID().toString();
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.set("Execution", execution(id, request));
        entry.set("Parameters", request.parameters());
        request.token().ifPresent(token -> {
            entry.put("Token", token);
            tokens.put(token, id);
        });
        entries.put(id, entry);
        documents.write(KIND, id, entry);
        return new Added(id, true);
    }

    private ObjectNode execution(String id, QueryRequest request) {
        String kind = Command.kind(request.query());
        ObjectNode execution = JsonNodeFactory.instance
                .objectNode()
                .put("QueryExecutionId", id)
                .put("Query", request.query())
                .put("StatementType", ddl(kind) ? "DDL" : "DML")
                .put("SubstatementType", kind)
                .put("WorkGroup", request.workGroup());
        execution
                .putObject("ResultConfiguration")
                .put("OutputLocation", request.folder().resolve(place(kind, id)).toString())
                .setAll(request.result());
        ObjectNode context = execution.putObject("QueryExecutionContext").put("Catalog", QueryPrinter.CATALOG);
        request.database().ifPresent(database -> context.put("Database", database));
        execution.putObject("Status").put("State", State.QUEUED.name()).put("SubmissionDateTime", now());
        execution.putObject("Statistics");
        execution
                .putObject("EngineVersion")
                .put("SelectedEngineVersion", "AUTO")
                .put("EffectiveEngineVersion", "Athena engine version 3");
        return execution;
    }

    private static boolean ddl(String kind) {
        return kind.equals("CREATE_TABLE") || kind.equals("DROP_TABLE");
    }

    /// Returns the name of a statement's result below the output location:
    /// docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html.
    private static String place(String kind, String id) {
        return switch (kind) {
            case "SELECT" -> id + ".csv";
            case "UNLOAD" -> id;
            case "CREATE_TABLE_AS_SELECT" -> "tables/" + id;
            default -> id + ".txt";
        };
    }

    /// Returns an entry, which is not changed afterwards.
    synchronized ObjectNode entry(String id) {
        return Optional.ofNullable(entries.get(id))
                .orElseThrow(() -> AthenaInput.invalid("QueryExecution " + id + " was not found"));
    }

    State state(String id) {
        return State.valueOf(status(entry(id)).path("State").asText());
    }

    /// Returns the ids of a work group's queries, newest first.
    synchronized List<String> ids(String workGroup) {
        return entries.entrySet().stream()
                .filter(e -> e.getValue()
                        .path("Execution")
                        .path("WorkGroup")
                        .asText()
                        .equals(workGroup))
                .sorted(Comparator.comparingDouble(QueryLog::submitted).reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double submitted(Map.Entry<String, ObjectNode> entry) {
        return status(entry.getValue()).path("SubmissionDateTime").asDouble();
    }

    /// Changes a query unless it has ended. Returns whether it was changed.
    synchronized boolean change(String id, State state, Consumer<ObjectNode> change) {
        if (state(id).ended()) {
            return false;
        }
        ObjectNode entry = entry(id).deepCopy();
        ObjectNode status = (ObjectNode) status(entry);
        status.put("State", state.name());
        if (state.ended()) {
            status.put("CompletionDateTime", now());
            ObjectNode statistics = (ObjectNode) entry.path("Execution").path("Statistics");
            double seconds = now() - status.path("SubmissionDateTime").asDouble();
            statistics.put("TotalExecutionTimeInMillis", Math.max(0, Math.round(seconds * 1000)));
        }
        change.accept(entry);
        entries.put(id, entry);
        documents.write(KIND, id, entry);
        return true;
    }

    boolean fail(String id, QueryFailure failure) {
        return change(id, State.FAILED, entry -> ((ObjectNode) status(entry))
                .put("StateChangeReason", failure.reason())
                .putObject("AthenaError")
                .put("ErrorCategory", failure.category().number())
                .put("ErrorType", failure.type())
                .put("Retryable", failure.retryable())
                .put("ErrorMessage", failure.reason()));
    }

    private static JsonNode status(JsonNode entry) {
        return entry.path("Execution").path("Status");
    }

    private double now() {
        return clock.millis() / 1000.0;
    }
}
