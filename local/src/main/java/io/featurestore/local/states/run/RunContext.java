package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.Scope;

/// Holds everything that a flow needs while it runs.
///
/// @param machineArn the ARN of the state machine
/// @param executionArn the ARN of the execution; for a child of a distributed map, that of its parent
/// @param context `$states.context` without `State`
record RunContext(
        Services services, String machineArn, String executionArn, ObjectNode context, Scope scope, Trail trail) {
    /// Returns the context of a branch. It sees the outer variables and writes to the same history.
    RunContext branch() {
        return new RunContext(services, machineArn, executionArn, context, scope.inner(), trail.branch());
    }

    /// Returns the context of an inline iteration.
    ///
    /// @param start the history position at which the map started
    RunContext iteration(ObjectNode map, Trail start) {
        ObjectNode own = Json.object();
        own.setAll(context);
        own.set("Map", map);
        return new RunContext(services, machineArn, executionArn, own, scope.inner(), start.branch());
    }

    /// Returns the context of a child of a distributed map, which shares no variables and no history with its
    /// parent.
    RunContext child(ObjectNode childContext) {
        return new RunContext(services, machineArn, executionArn, childContext, Scope.empty(), Trail.none());
    }

    /// Returns the names that the expressions of a state can use.
    Bindings bindings(State state, JsonNode input, String enteredTime, int retryCount) {
        ObjectNode seen = Json.object();
        seen.setAll(context);
        seen.putObject("State")
                .put("EnteredTime", enteredTime)
                .put("Name", state.head().name())
                .put("RetryCount", retryCount);
        return Bindings.of(input, seen, scope);
    }

    /// Returns `$states.context` of an execution.
    static ObjectNode context(ObjectNode execution, String machineId, String machineName) {
        ObjectNode context = Json.object();
        context.set("Execution", execution);
        context.putObject("StateMachine").put("Id", machineId).put("Name", machineName);
        return context;
    }

    /// Returns `$states.context.Execution`.
    static ObjectNode execution(String arn, String name, JsonNode input, String startTime, String role) {
        ObjectNode execution = Json.object().put("Id", arn);
        execution.set("Input", input);
        return execution.put("Name", name).put("RoleArn", role).put("StartTime", startTime);
    }
}
