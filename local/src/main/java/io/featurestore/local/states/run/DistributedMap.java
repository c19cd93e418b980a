package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.states.expression.StatesLimits;
import io.featurestore.local.states.map.Batches;
import io.featurestore.local.states.map.ChildExecution;
import io.featurestore.local.states.map.MapItemReader;
import io.featurestore.local.states.map.MapResultWriter;
import io.featurestore.local.states.map.MapRun;
import io.featurestore.local.states.map.Tolerance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/// Runs a distributed map: docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html.
final class DistributedMap {
    private final State.ForEach state;
    private final State.Distributed options;
    private final Bindings bindings;
    private final RunContext run;
    private final Services services;
    private final String id = UUID.randomUUID().toString();
    private final Tolerance tolerance;
    private final MapRun mapRun;
    private final ConcurrentSkipListMap<Integer, ChildExecution> ended = new ConcurrentSkipListMap<>();

    DistributedMap(State.ForEach state, State.Distributed options, Bindings bindings, RunContext run) {
        this.state = state;
        this.options = options;
        this.bindings = bindings;
        this.run = run;
        this.services = run.services();
        this.tolerance = Tolerance.of(options, bindings);
        this.mapRun = new MapRun(
                services.arns().mapRun(machineName(), options.label(), id),
                run.executionArn(),
                childMachine(),
                services.now(),
                MapState.configured(state, bindings),
                tolerance);
    }

    JsonNode run() {
        services.mapRuns().start(mapRun);
        run.trail().add("MapRunStarted", Json.object().put("mapRunArn", mapRun.arn()));
        MapRun.Status status = MapRun.Status.FAILED;
        try {
            JsonNode result = StatesLimits.checked("result of the map", children());
            status = MapRun.Status.SUCCEEDED;
            run.trail().add("MapRunSucceeded");
            return result;
        } catch (StateFailure failure) {
            run.trail().failed("MapRunFailed", failure);
            throw failure;
        } catch (Cancelled cancelled) {
            status = MapRun.Status.ABORTED;
            run.trail().add("MapRunAborted");
            throw cancelled;
        } finally {
            services.mapRuns().end(mapRun, status, services.now());
        }
    }

    private JsonNode children() {
        List<Batches.Batch> batches = Batches.of(options.batcher(), inputs(), bindings);
        batches.forEach(batch -> mapRun.add(batch.items()));
        long total = batches.stream().mapToLong(Batches.Batch::items).sum();
        int concurrency = MapState.concurrency(state, bindings, StatesLimits.DISTRIBUTED_CONCURRENCY);
        try {
            FanOut.run(batches.size(), concurrency, i -> child(i, batches.get(i), total));
        } catch (StateFailure failure) {
            results();
            throw failure;
        }
        return results();
    }

    private List<JsonNode> inputs() {
        List<JsonNode> items = options.reader() == null
                ? MapState.items(state, bindings)
                : MapItemReader.read(options.reader(), bindings, services.buckets());
        List<JsonNode> inputs = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            ObjectNode map = MapState.item(inputs.size(), item);
            inputs.add(MapState.input(state.itemSelector(), bindings, item, map));
        }
        return inputs;
    }

    private void child(int index, Batches.Batch batch, long total) {
        String name = UUID.randomUUID().toString();
        String arn = services.arns().child(machineName(), options.label(), options.executionType(), id, name);
        Instant start = services.now();
        mapRun.move(MapRun.Status.PENDING, MapRun.Status.RUNNING, batch.items());
        try {
            ObjectNode execution = RunContext.execution(
                    arn, name, batch.input(), start.toString(), services.arns().role());
            ObjectNode context = RunContext.context(execution, childMachine(), machineName() + "/" + options.label());
            JsonNode output = Interpreter.run(state.processor(), batch.input(), run.child(context));
            end(
                    index,
                    new ChildExecution(arn, name, batch, start, services.now(), MapRun.Status.SUCCEEDED, output, null));
        } catch (StateFailure failure) {
            end(
                    index,
                    new ChildExecution(arn, name, batch, start, services.now(), MapRun.Status.FAILED, null, failure));
            if (tolerance.exceeded(mapRun.failedItems(), total)) {
                throw new StateFailure(
                        StateFailure.THRESHOLD_EXCEEDED,
                        "The specified tolerated failure threshold was exceeded",
                        failure);
            }
        } catch (Cancelled cancelled) {
            end(index, new ChildExecution(arn, name, batch, start, services.now(), MapRun.Status.ABORTED, null, null));
            throw cancelled;
        }
    }

    private void end(int index, ChildExecution child) {
        ended.put(index, child);
        mapRun.move(MapRun.Status.RUNNING, child.status(), child.batch().items());
    }

    /// Returns the state's result and writes the result files, if there is a writer. Failed children come before
    /// those that were aborted because of them.
    private JsonNode results() {
        if (options.writer() == null) {
            return Json.array(ended.values().stream()
                    .flatMap(child -> Stream.ofNullable(child.output()))
                    .toList());
        }
        List<ChildExecution> children = ended.values().stream()
                .sorted(Comparator.comparing(ChildExecution::status))
                .toList();
        JsonNode result = MapResultWriter.of(options.writer(), bindings, services.buckets(), id, childMachine())
                .write(mapRun.arn(), children);
        mapRun.written(
                children.stream().mapToLong(child -> child.batch().items()).sum(), children.size());
        return result;
    }

    private String machineName() {
        return Arns.machineName(run.machineArn());
    }

    private String childMachine() {
        return run.machineArn() + "/" + options.label();
    }
}
