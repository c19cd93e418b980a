package io.featurestore.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.local.athena.QueryFaults;
import io.featurestore.local.http.RequestInterceptor;
import io.featurestore.local.lambda.CallInterceptor;
import io.featurestore.local.lambda.Functions.FunctionError;
import io.featurestore.local.lambda.LambdaRuntime;
import io.featurestore.local.s3.storage.Buckets;

/**
 * Faults on demand. Nothing goes wrong before the first {@link #add}. Every fault that happens is counted by its kind.
 * A function that was killed, or ran out of time, reaches no service any more. Thread-safe.
 */
public final class Faults {
    private final LambdaRuntime lambda;
    private final Runner runner;
    private final RequestFaults requests;
    private final CallFaults calls;
    private final List<ActivePlan> plans = new CopyOnWriteArrayList<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Map<FaultKind, Long> fired = new EnumMap<>(FaultKind.class);

    /** Takes the runner away from executions, as {@code StatesService.lose} says. */
    @FunctionalInterface
    public interface Runner {
        /** Lets the runner of the executions be killed, and another one take over. */
        void lose(Predicate<String> arns);
    }

    /** A plan that holds until it is closed. */
    public final class Holding implements AutoCloseable {
        private final ActivePlan plan;

        private Holding(ActivePlan plan) {
            this.plan = plan;
        }

        /** Returns how many faults of each kind happened by this plan. */
        public Map<FaultKind, Integer> fired() {
            return plan.fired();
        }

        @Override
        public void close() {
            plans.remove(plan);
        }
    }

    /** A fault that is to happen. */
    record Struck(FaultKind kind, Runnable happened) {}

    /** Makes none. */
    public Faults(Buckets buckets, LambdaRuntime lambda, Runner runner) {
        this.lambda = lambda;
        this.runner = runner;
        this.requests = new RequestFaults(this, lambda, buckets);
        this.calls = new CallFaults(this);
    }

    /** Lets a plan hold, besides those that hold already; of two that strike the same call the older one counts. */
    public Holding add(FaultPlan plan) {
        ActivePlan active = new ActivePlan(plan);
        plans.add(active);
        return new Holding(active);
    }

    /** Returns how many faults of each kind happened. */
    public Map<FaultKind, Long> fired() {
        synchronized (fired) {
            return Map.copyOf(fired);
        }
    }

    /** Returns what stands between requests and services. */
    public RequestInterceptor requests() {
        return exchange -> plans.isEmpty() && dead.isEmpty() ? exchange : requests.intercept(exchange);
    }

    /** Returns what stands between the runner and functions. */
    public CallInterceptor calls() {
        return (function, payload, run) -> plans.isEmpty() ? run.run() : calls.intercept(function, payload, run);
    }

    /** Returns what becomes of queries. */
    public QueryFaults queries() {
        return this::behaviour;
    }

    Optional<Struck> strike(FaultKind.Point point, FaultTarget target) {
        Optional<Struck> first = Optional.empty();
        for (ActivePlan plan : plans) {
            Optional<FaultKind> kind = plan.strike(point, target);
            if (first.isEmpty()) {
                first = kind.map(k -> new Struck(k, () -> count(plan, k)));
            }
        }
        return first;
    }

    private void count(ActivePlan plan, FaultKind kind) {
        plan.count(kind);
        synchronized (fired) {
            fired.merge(kind, 1L, Long::sum);
        }
    }

    boolean isDead(String requestId) {
        return dead.contains(requestId);
    }

    /** Ends a function's call; the runner sees the error. */
    void kill(String requestId, FunctionError error) {
        dead.add(requestId);
        lambda.kill(requestId, error);
    }

    /** Kills the runner of what the text names, all that runs for it included. */
    void loseRunner(String payload) {
        Predicate<String> named = arn -> payload.contains("\"" + arn + "\"");
        // Not on this thread: it belongs to what is lost.
        Thread.ofVirtual().name("lost-runner").start(() -> runner.lose(arn -> {
            boolean lost = named.test(arn);
            if (lost) {
                dead.addAll(lambda.running(other -> new String(other, UTF_8).contains("\"" + arn + "\"")));
            }
            return lost;
        }));
    }

    private QueryFaults.Behaviour behaviour(JsonNode execution) {
        Optional<Struck> struck = strike(FaultKind.Point.QUERY,
                new FaultTarget("", "", "", "", execution.toString(), Set.of()));
        struck.ifPresent(s -> s.happened().run());
        return struck.map(s -> switch (s.kind()) {
            case QUERY_QUEUED_AGAIN -> QueryFaults.Behaviour.QUEUES_AGAIN;
            case QUERY_FAILED_RETRYABLE -> QueryFaults.Behaviour.FAILS_RETRYABLE;
            case QUERY_FAILED -> QueryFaults.Behaviour.FAILS;
            case QUERY_CANCELLED -> QueryFaults.Behaviour.IS_CANCELLED;
            case QUERY_NEVER_ENDS -> QueryFaults.Behaviour.NEVER_ENDS;
            default -> throw new IllegalStateException(s.kind() + " is not a fault of a query");
        }).orElse(QueryFaults.Behaviour.RUNS);
    }
}
