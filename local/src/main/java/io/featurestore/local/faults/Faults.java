package io.featurestore.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.athena.QueryFaults;
import io.featurestore.local.http.RequestInterceptor;
import io.featurestore.local.lambda.CallInterceptor;
import io.featurestore.local.lambda.Functions.FunctionError;
import io.featurestore.local.lambda.LambdaRuntime;
import io.featurestore.local.s3.storage.Buckets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Causes faults on request. There are no faults before the first [#add]. Every fault is counted by its kind.
/// A function that was killed or that timed out can no longer reach a service. Thread-safe.
public final class Faults {
    private final LambdaRuntime lambda;
    private final Runner runner;
    private final RequestFaults requests;
    private final CallFaults calls;
    private final List<ActivePlan> plans = new CopyOnWriteArrayList<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Map<FaultKind, Long> fired = new EnumMap<>(FaultKind.class);

    /// Kills the process that runs executions, as described for `StatesService.lose`.
    @FunctionalInterface
    public interface Runner {
        /// Treats the executions as if their process had been killed and another process had taken over.
        void lose(Predicate<String> arns);
    }

    /// An active plan. Closing it ends its faults.
    public final class Holding implements AutoCloseable {
        private final ActivePlan plan;

        private Holding(ActivePlan plan) {
            this.plan = plan;
        }

        /// Returns the number of faults of each kind that this plan caused.
        public Map<FaultKind, Integer> fired() {
            return plan.fired();
        }

        @Override
        public void close() {
            plans.remove(plan);
        }
    }

    /// A fault that must be caused now, and the action that counts it.
    record Struck(FaultKind kind, Runnable happened) {}

    /// Creates an instance without active plans.
    public Faults(Buckets buckets, LambdaRuntime lambda, Runner runner) {
        this.lambda = lambda;
        this.runner = runner;
        this.requests = new RequestFaults(this, lambda, buckets);
        this.calls = new CallFaults(this);
    }

    /// Activates a plan in addition to the active ones. If two plans apply to the same call, the older one
    /// counts.
    public Holding add(FaultPlan plan) {
        ActivePlan active = new ActivePlan(plan);
        plans.add(active);
        return new Holding(active);
    }

    /// Returns the number of faults of each kind that happened.
    public Map<FaultKind, Long> fired() {
        synchronized (fired) {
            return Map.copyOf(fired);
        }
    }

    /// Returns the interceptor of requests to the services.
    public RequestInterceptor requests() {
        return exchange -> plans.isEmpty() && dead.isEmpty() ? exchange : requests.intercept(exchange);
    }

    /// Returns the interceptor of function calls.
    public CallInterceptor calls() {
        return (function, payload, run) -> plans.isEmpty() ? run.run() : calls.intercept(function, payload, run);
    }

    /// Returns the faults of queries.
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

    /// Ends the call of a function. Its caller gets the error.
    void kill(String requestId, FunctionError error) {
        dead.add(requestId);
        lambda.kill(requestId, error);
    }

    /// Kills the process that runs the executions named in the payload, and all functions that it called.
    void loseRunner(String payload) {
        Predicate<String> named = arn -> payload.contains("\"" + arn + "\"");
        // This runs on another thread, because the current one belongs to the killed process.
        Thread.ofVirtual()
                .name("lost-runner")
                .start(() -> runner.lose(arn -> {
                    boolean lost = named.test(arn);
                    if (lost) {
                        dead.addAll(lambda.running(other -> new String(other, UTF_8).contains("\"" + arn + "\"")));
                    }
                    return lost;
                }));
    }

    private QueryFaults.Behaviour behaviour(JsonNode execution) {
        Optional<Struck> struck =
                strike(FaultKind.Point.QUERY, new FaultTarget("", "", "", "", execution.toString(), Set.of()));
        struck.ifPresent(s -> s.happened().run());
        return struck.map(s -> switch (s.kind()) {
                    case QUERY_QUEUED_AGAIN -> QueryFaults.Behaviour.QUEUES_AGAIN;
                    case QUERY_FAILED_RETRYABLE -> QueryFaults.Behaviour.FAILS_RETRYABLE;
                    case QUERY_FAILED -> QueryFaults.Behaviour.FAILS;
                    case QUERY_CANCELLED -> QueryFaults.Behaviour.IS_CANCELLED;
                    case QUERY_FAILED_HALFWAY_RETRYABLE -> QueryFaults.Behaviour.FAILS_HALFWAY_RETRYABLE;
                    case QUERY_FAILED_HALFWAY -> QueryFaults.Behaviour.FAILS_HALFWAY;
                    case QUERY_CANCELLED_HALFWAY -> QueryFaults.Behaviour.IS_CANCELLED_HALFWAY;
                    case QUERY_NEVER_ENDS -> QueryFaults.Behaviour.NEVER_ENDS;
                    default -> throw new IllegalStateException(s.kind() + " is not a fault of a query");
                })
                .orElse(QueryFaults.Behaviour.RUNS);
    }
}
