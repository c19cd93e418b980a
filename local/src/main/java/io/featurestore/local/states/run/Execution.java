package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.store.Documents;
import io.featurestore.local.store.Uninterruptibly;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Describes one execution of a state machine. It is stored when it begins and when it ends. Thread-safe.
public final class Execution {
    /// The states of an execution, with the type of the history event that ends it.
    public enum Status {
        RUNNING(""),
        SUCCEEDED("ExecutionSucceeded"),
        FAILED("ExecutionFailed"),
        ABORTED("ExecutionAborted"),
        TIMED_OUT("ExecutionTimedOut");

        private final String event;

        Status(String event) {
            this.event = event;
        }

        private String details() {
            return Character.toLowerCase(event.charAt(0)) + event.substring(1) + "EventDetails";
        }
    }

    static final String KIND = "states-execution";

    /// Marks a stored execution whose stop rule has not been called yet. Answers never show this field.
    private static final String RULE_DUE = "ruleDue";

    private final Documents documents;
    private final ObjectNode document;
    private final ExecutionHistory history;
    private final Supplier<Instant> clock;

    private Execution(Documents documents, ObjectNode document, ExecutionHistory history, Supplier<Instant> clock) {
        this.documents = documents;
        this.document = document;
        this.history = history;
        this.clock = clock;
    }

    /// Creates and stores an execution. It does not run yet.
    static Execution begin(
            Documents documents, String arn, String machineArn, String input, String role, Supplier<Instant> clock) {
        ObjectNode document = Json.object()
                .put("executionArn", arn)
                .put("stateMachineArn", machineArn)
                .put("name", Arns.machineName(arn))
                .put("status", Status.RUNNING.name())
                .put("startDate", Json.seconds(clock.get()))
                .put("input", input);
        document.putObject("inputDetails").put("included", true);
        document.put("redriveCount", 0);
        ExecutionHistory history = ExecutionHistory.begin(documents, arn, clock);
        ObjectNode details = Json.object().put("input", input).put("roleArn", role);
        details.putObject("inputDetails").put("truncated", false);
        history.add(0, "ExecutionStarted", "executionStartedEventDetails", details, true);
        Execution execution = new Execution(documents, document, history, clock);
        execution.write();
        return execution;
    }

    static Optional<Execution> read(Documents documents, String arn, Supplier<Instant> clock) {
        return documents
                .read(KIND, arn)
                .map(document -> new Execution(
                        documents, document.deepCopy(), ExecutionHistory.read(documents, arn, clock), clock));
    }

    public String arn() {
        return text("executionArn");
    }

    String machineArn() {
        return text("stateMachineArn");
    }

    String name() {
        return text("name");
    }

    public String input() {
        return text("input");
    }

    public Instant start() {
        return time("startDate");
    }

    public synchronized Status status() {
        return Status.valueOf(text("status"));
    }

    /// Returns the events of the history so far, in order.
    public List<JsonNode> events() {
        return history.events();
    }

    ExecutionHistory history() {
        return history;
    }

    /// Ends the execution with an output. Does nothing if it has ended.
    void succeed(JsonNode output) {
        String text = Json.text(output);
        ObjectNode details = Json.object().put("output", text);
        details.putObject("outputDetails").put("truncated", false);
        end(
                Status.SUCCEEDED,
                Json.object()
                        .put("output", text)
                        .set("outputDetails", Json.object().put("included", true)),
                details);
    }

    /// Ends the execution without an output. Does nothing if it has ended. An empty error or cause is left
    /// out.
    void end(Status status, String error, String cause) {
        ObjectNode reason = Json.object();
        if (!error.isEmpty()) {
            reason.put("error", error);
        }
        if (!cause.isEmpty()) {
            reason.put("cause", cause);
        }
        end(status, reason, reason);
    }

    private synchronized void end(Status status, ObjectNode fields, ObjectNode details) {
        if (status() != Status.RUNNING) {
            return;
        }
        document.put("status", status.name()).put("stopDate", Json.seconds(clock.get()));
        document.setAll(fields);
        if (status != Status.SUCCEEDED) {
            document.put(RULE_DUE, true);
        }
        history.end(status.event, status.details(), details);
        write();
    }

    /// Returns whether the stop rule has not been called yet.
    synchronized boolean ruleDue() {
        return document.path(RULE_DUE).asBoolean(false);
    }

    synchronized void ruleDone() {
        document.remove(RULE_DUE);
        write();
    }

    /// Returns the answer of DescribeExecution.
    public synchronized ObjectNode description() {
        return shown(document);
    }

    /// Returns the answer of DescribeExecution for a stored execution.
    static ObjectNode shown(JsonNode document) {
        ObjectNode shown = document.deepCopy();
        shown.remove(RULE_DUE);
        return shown;
    }

    static boolean openEnded(JsonNode document) {
        return document.path("status").asText().equals(Status.RUNNING.name())
                || document.path(RULE_DUE).asBoolean(false);
    }

    /// Returns the event that EventBridge sends when the status of an execution changes.
    synchronized ObjectNode statusChange(String id, Arns arns) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", "Step Functions Execution Status Change")
                .put("source", "aws.states")
                .put("account", arns.account())
                .put("time", time("stopDate").truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", arns.region());
        event.putArray("resources").add(arn());
        ObjectNode detail = event.putObject("detail")
                .put("executionArn", arn())
                .put("stateMachineArn", machineArn())
                .put("name", name())
                .put("status", status().name())
                .put("startDate", start().toEpochMilli())
                .put("stopDate", time("stopDate").toEpochMilli())
                .put("input", input())
                .putNull("output");
        for (String field : List.of("error", "cause")) {
            JsonNode value = document.path(field);
            if (value.isTextual()) {
                detail.set(field, value);
            } else {
                detail.putNull(field);
            }
        }
        return event;
    }

    private void write() {
        Uninterruptibly.run(() -> documents.write(KIND, arn(), document));
    }

    private String text(String field) {
        return document.path(field).textValue();
    }

    private Instant time(String field) {
        return Instant.ofEpochMilli(
                document.path(field).decimalValue().movePointRight(3).longValueExact());
    }
}
