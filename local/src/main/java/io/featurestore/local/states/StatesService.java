package io.featurestore.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.JsonService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.lambda.Functions;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.states.map.MapRuns;
import io.featurestore.local.states.run.Arns;
import io.featurestore.local.states.run.Executions;
import io.featurestore.local.states.run.Services;
import io.featurestore.local.states.run.Sleeper;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Serves Step Functions: standard state machines in the JSONata query language, whose tasks call Lambda
/// functions. Executions and their history survive a restart. An execution that a killed process left running
/// is aborted by [#resume]. Thread-safe.
public final class StatesService implements JsonService, AutoCloseable {
    private final Arns arns;
    private final Machines machines;
    private final Executions executions;
    private final MachineCalls machineCalls;
    private final ExecutionCalls executionCalls;

    /// Opens the state machines and executions of an account and a region.
    ///
    /// @param buckets the store of the items and results of distributed maps
    /// @param clock the source of the times in answers and events
    /// @param account the account, 12 digits
    public StatesService(
            Documents documents, Buckets buckets, Functions functions, Clock clock, String account, String region) {
        this(documents, buckets, functions, clock, Thread::sleep, new Arns(account, region));
    }

    StatesService(Documents documents, Buckets buckets, Functions functions, Clock clock, Sleeper sleeper, Arns arns) {
        this.arns = arns;
        MapRuns mapRuns = new MapRuns(documents);
        Services services = new Services(functions, buckets, mapRuns, clock, sleeper, arns);
        this.machines = new Machines(documents, arns, services::now);
        this.executions = new Executions(documents, services);
        this.machineCalls = new MachineCalls(machines, arns, services::now);
        this.executionCalls = new ExecutionCalls(machines, executions, mapRuns, arns);
    }

    /// Creates or updates a state machine.
    ///
    /// @param definition the definition in the Amazon States Language
    /// @return the ARN of the state machine
    /// @throws IllegalArgumentException if the definition has faults; the message has one line for each, with
    ///     its place, such as `/States/Convert/Next: there is no state 'Don'`
    public String deploy(String name, String definition) {
        if (!Request.isName(name)) {
            throw new IllegalArgumentException("Not a valid name of a state machine: " + name);
        }
        return machines.put(name, definition, arns.role())
                .path("stateMachineArn")
                .textValue();
    }

    /// Sets the stop rule of a state machine, as an EventBridge rule would. It receives the status change
    /// event of each execution that ends without success and whose event matches. It is called on its own
    /// thread after the threads of the execution have ended. If it keeps failing, or if the process is killed
    /// before it ends, [#resume] calls it again.
    public void whenStopped(String machineArn, Predicate<ObjectNode> pattern, Consumer<ObjectNode> rule) {
        executions.whenStopped(machineArn, pattern, rule);
    }

    /// Aborts the executions that a killed process left running, with the error `Local.Killed`. Must be
    /// called once, after the state machines and the stop rules are set.
    public void resume() {
        executions.resume();
    }

    /// Treats executions as if their process had been killed and another process had taken over. Waits until
    /// they have ended as described for [#resume].
    ///
    /// @param arns selects the executions by their ARNs
    public void lose(Predicate<String> arns) {
        executions.lose(arns);
    }

    @Override
    public String targetPrefix() {
        return "AWSStepFunctions";
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.0";
    }

    @Override
    public JsonNode call(String operation, ObjectNode input) {
        Request request = new Request(input);
        return switch (operation) {
            case "CreateStateMachine" -> machineCalls.create(request);
            case "UpdateStateMachine" -> machineCalls.update(request);
            case "DescribeStateMachine" -> machineCalls.describe(request);
            case "ListStateMachines" -> machineCalls.list(request);
            case "StartExecution" -> executionCalls.start(request);
            case "DescribeExecution" -> executionCalls.describe(request);
            case "StopExecution" -> executionCalls.stop(request);
            case "ListExecutions" -> executionCalls.list(request);
            case "GetExecutionHistory" -> executionCalls.history(request);
            case "ListMapRuns" -> executionCalls.listMapRuns(request);
            case "DescribeMapRun" -> executionCalls.describeMapRun(request);
            default ->
                throw new ServiceException(
                        400, "UnknownOperationException", "Step Functions' " + operation + " is not served");
        };
    }

    /// Waits for the stop rules and interrupts the running executions. The next [#resume] aborts those.
    @Override
    public void close() {
        executions.close();
    }
}
