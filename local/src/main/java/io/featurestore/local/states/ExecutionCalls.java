package io.featurestore.local.states;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.states.definition.Definition;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StatesLimits;
import io.featurestore.local.states.map.MapRuns;
import io.featurestore.local.states.run.Arns;
import io.featurestore.local.states.run.Execution;
import io.featurestore.local.states.run.Executions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Answers the calls about executions and map runs.
final class ExecutionCalls {
    private static final Set<String> DATA = Set.of("input", "inputDetails", "output", "outputDetails", "parameters");

    /// The values of `statusFilter`; PENDING_REDRIVE, which needs a map run, is not served.
    private static final List<String> STATUSES =
            Arrays.stream(Execution.Status.values()).map(Enum::name).toList();

    private final Machines machines;
    private final Executions executions;
    private final MapRuns mapRuns;
    private final Arns arns;

    ExecutionCalls(Machines machines, Executions executions, MapRuns mapRuns, Arns arns) {
        this.machines = machines;
        this.executions = executions;
        this.mapRuns = mapRuns;
        this.arns = arns;
    }

    /// Starts an execution. Calls run one at a time, so two executions never get the same name.
    synchronized ObjectNode start(Request request) {
        String machineArn = Arns.checkedMachine(request.required("stateMachineArn"));
        String name = request.text("name").map(Request::checkedName).orElseGet(() -> UUID.randomUUID()
                .toString());
        String text = request.text("input").orElse("{}");
        JsonNode input = input(text);
        Definition definition = machines.definition(machineArn).orElseThrow(() -> MachineCalls.missing(machineArn));
        String arn = arns.execution(Arns.machineName(machineArn), name);
        Optional<Execution> earlier = executions.find(arn);
        if (earlier.isPresent()
                && !(earlier.get().status() == Execution.Status.RUNNING
                        && earlier.get().input().equals(text))) {
            throw new ServiceException(400, "ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
        }
        Execution execution = earlier.orElseGet(() -> executions.start(definition, machineArn, name, input, text));
        return Json.object().put("executionArn", arn).put("startDate", Json.seconds(execution.start()));
    }

    private static JsonNode input(String text) {
        if (text.getBytes(UTF_8).length > StatesLimits.PAYLOAD_BYTES) {
            throw new ServiceException(
                    400,
                    "InvalidExecutionInput",
                    "Invalid State Machine Execution Input: more than " + StatesLimits.PAYLOAD_BYTES + " bytes");
        }
        try {
            return Json.parse(text);
        } catch (JsonProcessingException e) {
            throw new ServiceException(
                    400,
                    "InvalidExecutionInput",
                    "Invalid State Machine Execution Input: '" + e.getOriginalMessage() + "'");
        }
    }

    ObjectNode describe(Request request) {
        return find(request).description();
    }

    /// Stops an execution. It waits for a start that is in progress, because that may be the execution to stop.
    synchronized ObjectNode stop(Request request) {
        Execution execution = find(request);
        String error = request.text("error", StatesLimits.ERROR_CHARACTERS).orElse("");
        String cause = request.text("cause", StatesLimits.CAUSE_CHARACTERS).orElse("");
        executions.stop(execution, Execution.Status.ABORTED, error, cause);
        ObjectNode answer = Json.object();
        answer.set("stopDate", execution.description().get("stopDate"));
        return answer;
    }

    ObjectNode list(Request request) {
        if (request.input().has("mapRunArn")) {
            throw Request.invalid("The child executions of a map run are not listed here; DescribeMapRun counts them.");
        }
        String machineArn = Arns.checkedMachine(request.required("stateMachineArn"));
        if (machines.find(machineArn).isEmpty()) {
            throw MachineCalls.missing(machineArn);
        }
        Optional<String> status = request.text("statusFilter");
        status.filter(value -> !STATUSES.contains(value)).ifPresent(value -> {
            throw Request.invalid("1 validation error detected: Value '" + value
                    + "' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: "
                    + STATUSES);
        });
        List<ObjectNode> found = executions.list(machineArn).stream()
                .filter(execution ->
                        status.isEmpty() || execution.path("status").asText().equals(status.get()))
                .map(execution -> execution.retain(
                        "executionArn", "stateMachineArn", "name", "status", "startDate", "stopDate", "redriveCount"))
                .toList();
        return request.page("executions", found);
    }

    ObjectNode history(Request request) {
        List<JsonNode> events = new ArrayList<>(find(request).events());
        if (request.flag("reverseOrder", false)) {
            Collections.reverse(events);
        }
        ObjectNode answer = request.page("events", events);
        if (!request.flag("includeExecutionData", true)) {
            ObjectNode bare = answer.deepCopy();
            bare.path("events")
                    .forEach(event -> event.forEach(details -> {
                        if (details instanceof ObjectNode object) {
                            object.remove(DATA);
                        }
                    }));
            return bare;
        }
        return answer;
    }

    ObjectNode listMapRuns(Request request) {
        String arn = find(request).arn();
        List<ObjectNode> found = mapRuns.of(arn)
                .map(run -> run.retain("mapRunArn", "executionArn", "stateMachineArn", "startDate", "stopDate"))
                .toList();
        return request.page("mapRuns", found);
    }

    ObjectNode describeMapRun(Request request) {
        String arn = Arns.checkedMapRun(request.required("mapRunArn"));
        ObjectNode run = mapRuns.find(arn)
                .orElseThrow(() -> new ServiceException(400, "ResourceNotFound", "Resource not found: '" + arn + "'"));
        run.remove("stateMachineArn");
        return run;
    }

    private Execution find(Request request) {
        String arn = Arns.checkedExecution(request.required("executionArn"));
        return executions
                .find(arn)
                .orElseThrow(() ->
                        new ServiceException(400, "ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'"));
    }
}
