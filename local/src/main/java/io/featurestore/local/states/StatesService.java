package io.featurestore.local.states;

import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

/**
 * Step Functions: standard state machines in the JSONata query language, whose tasks call functions. Executions and
 * their history survive a restart; an execution that a killed process left running is aborted by {@link #resume}.
 * Thread-safe.
 */
public final class StatesService implements JsonService, AutoCloseable {
    private final Arns arns;
    private final Machines machines;
    private final Executions executions;
    private final MachineCalls machineCalls;
    private final ExecutionCalls executionCalls;

    /**
     * Opens the machines and executions of an account and a region.
     *
     * @param buckets hold the items and results of distributed maps
     * @param clock tells the times of events
     * @param account 12 digits
     */
    public StatesService(Documents documents, Buckets buckets, Functions functions, Clock clock, String account,
            String region) {
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

    /**
     * Creates or updates a machine.
     *
     * @param definition in the Amazon States Language
     * @return the machine's ARN
     * @throws IllegalArgumentException naming every fault of the definition with its place, one a line, such as
     *         {@code /States/Convert/Next: there is no state 'Don'}
     */
    public String deploy(String name, String definition) {
        if (!Request.isName(name)) {
            throw new IllegalArgumentException("no name of a state machine: " + name);
        }
        return machines.put(name, definition, arns.role()).path("stateMachineArn").textValue();
    }

    /**
     * Sets what EventBridge would call with the status change event of each execution of a machine that ends as
     * ABORTED or TIMED_OUT. It is called once the execution's threads have ended, on a thread of its own; when it
     * throws, or the process is killed first, {@link #resume} calls it again.
     */
    public void whenStopped(String machineArn, Consumer<ObjectNode> rule) {
        executions.whenStopped(machineArn, rule);
    }

    /**
     * Ends the executions that a killed process left running: ABORTED with the error {@code Local.Killed}. To be
     * called once, after the machines and rules are set.
     */
    public void resume() {
        executions.resume();
    }

    /**
     * Treats executions as if the process that ran them had been killed and another one had taken over; waits until
     * they have ended as {@link #resume} says.
     *
     * @param arns which executions, by their ARNs
     */
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
            default -> throw new ServiceException(400, "UnknownOperationException",
                    "Step Functions' " + operation + " is not served here");
        };
    }

    /** Lets the rules of stopped executions end and interrupts the others; those the next {@link #resume} aborts. */
    @Override
    public void close() {
        executions.close();
    }
}
