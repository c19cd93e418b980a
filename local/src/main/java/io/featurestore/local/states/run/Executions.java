package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.Definition;
import io.featurestore.local.states.expression.Scope;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.store.Documents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs executions, each on its own virtual thread. Thread-safe.
public final class Executions implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("states");
    private static final Duration CLOSING = Duration.ofSeconds(10);
    /// The pauses before the second and the third call of a stop rule. Lambda waits one minute and two
    /// minutes; that is too long for a program that is about to end.
    private static final List<Duration> RULE_PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));
    /// The longest time that [#close] waits for stop rules.
    private static final Duration RULES = Duration.ofSeconds(10);

    private final Documents documents;
    private final Services services;
    private final Map<String, Execution> running = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Map<String, Rule> rules = new ConcurrentHashMap<>();
    private final Set<Thread> ruleThreads = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("states-timer").factory());
    private volatile boolean closed;

    private record Rule(Predicate<ObjectNode> pattern, Consumer<ObjectNode> action) {}

    public Executions(Documents documents, Services services) {
        this.documents = documents;
        this.services = services;
    }

    /// Starts an execution. The name must be free.
    public Execution start(Definition definition, String machineArn, String name, JsonNode input, String inputText) {
        if (closed) {
            throw new IllegalStateException("the service is closed");
        }
        String arn = services.arns().execution(Arns.machineName(machineArn), name);
        Execution execution = Execution.begin(
                documents, arn, machineArn, inputText, services.arns().role(), services::now);
        Thread thread = Thread.ofVirtual().name("execution-" + name).unstarted(() -> run(execution, definition, input));
        running.put(arn, execution);
        threads.put(arn, thread);
        thread.start();
        return execution;
    }

    public Optional<Execution> find(String arn) {
        Execution live = running.get(arn);
        return live != null ? Optional.of(live) : Execution.read(documents, arn, services::now);
    }

    /// Returns the descriptions of a machine's executions, newest first.
    public List<ObjectNode> list(String machineArn) {
        return documents
                .list(Execution.KIND)
                .map(document -> Optional.ofNullable(running.get(document.name()))
                        .map(Execution::description)
                        .orElseGet(() -> Execution.shown(document.content())))
                .filter(execution -> execution.path("stateMachineArn").asText().equals(machineArn))
                .sorted((a, b) -> b.path("startDate")
                        .decimalValue()
                        .compareTo(a.path("startDate").decimalValue()))
                .toList();
    }

    /// Ends an execution immediately. Its threads are interrupted and end soon afterwards.
    public void stop(Execution execution, Execution.Status status, String error, String cause) {
        Thread thread = threads.get(execution.arn());
        boolean left = thread == null && execution.status() == Execution.Status.RUNNING;
        execution.end(status, error, cause);
        if (thread != null) {
            thread.interrupt();
        } else if (left) {
            callRule(execution);
        }
    }

    public void whenStopped(String machineArn, Predicate<ObjectNode> pattern, Consumer<ObjectNode> rule) {
        rules.put(machineArn, new Rule(pattern, rule));
    }

    /// Aborts the executions that a killed process left running, and calls the stop rules that have not been
    /// called yet.
    public void resume() {
        services.mapRuns().abortLeft(services.now());
        documents
                .list(Execution.KIND)
                .filter(document -> Execution.openEnded(document.content()) && !running.containsKey(document.name()))
                .flatMap(document -> Execution.read(documents, document.name(), services::now).stream())
                .forEach(this::endLeft);
    }

    private void endLeft(Execution execution) {
        execution.end(
                Execution.Status.ABORTED,
                "Local.Killed",
                "The process that ran this execution ended before the execution did.");
        callRule(execution);
    }

    /// Treats executions as if their process had been killed and another process had taken over. Their
    /// threads end, and the executions become ABORTED as with [#resume].
    public void lose(Predicate<String> arns) {
        List<String> lost = threads.keySet().stream().filter(arns).toList();
        List<Thread> theirs = lost.stream()
                .flatMap(arn -> Optional.ofNullable(threads.get(arn)).stream())
                .toList();
        theirs.forEach(Thread::interrupt);
        try {
            join(theirs, System.nanoTime() + CLOSING.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        services.mapRuns().abortLeft(services.now());
        lost.stream()
                .flatMap(arn -> Execution.read(documents, arn, services::now).stream())
                .filter(execution -> execution.status() == Execution.Status.RUNNING)
                .forEach(this::endLeft);
    }

    /// Waits for the stop rules, then interrupts the running executions and waits for their threads. The next
    /// [#resume] aborts those executions.
    @Override
    public void close() {
        try {
            long rulesEnd = System.nanoTime() + RULES.toNanos();
            join(
                    running.values().stream()
                            .filter(execution -> execution.status() != Execution.Status.RUNNING)
                            .flatMap(execution -> Optional.ofNullable(threads.get(execution.arn())).stream())
                            .toList(),
                    rulesEnd);
            join(List.copyOf(ruleThreads), rulesEnd);
            closed = true;
            timer.shutdownNow();
            List<Thread> open = Stream.concat(threads.values().stream(), ruleThreads.stream())
                    .toList();
            open.forEach(Thread::interrupt);
            join(open, System.nanoTime() + CLOSING.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads, long end) throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                LOGGER.log(System.Logger.Level.WARNING, "The thread {0} does not end", thread.getName());
            }
        }
    }

    private void run(Execution execution, Definition definition, JsonNode input) {
        Future<?> timeout = definition
                .timeoutSeconds()
                .map(seconds -> timeOut(execution, seconds))
                .orElse(null);
        try {
            ObjectNode context = RunContext.context(
                    RunContext.execution(
                            execution.arn(),
                            execution.name(),
                            input,
                            execution.start().toString(),
                            services.arns().role()),
                    execution.machineArn(),
                    Arns.machineName(execution.machineArn()));
            execution.succeed(Interpreter.run(
                    definition.flow(),
                    input,
                    new RunContext(
                            services,
                            execution.machineArn(),
                            execution.arn(),
                            context,
                            Scope.empty(),
                            Trail.of(execution.history()))));
        } catch (StateFailure failure) {
            execution.end(Execution.Status.FAILED, failure.error(), failure.explanation());
        } catch (Cancelled _) {
            // The interrupting thread has ended the execution, or it closes the service and the next resume aborts it.
        } catch (RuntimeException | Error fault) {
            LOGGER.log(System.Logger.Level.ERROR, "The execution " + execution.arn() + " failed unexpectedly", fault);
            execution.end(Execution.Status.FAILED, StateFailure.RUNTIME, fault.toString());
        } finally {
            finish(execution, timeout);
        }
    }

    private void finish(Execution execution, @Nullable Future<?> timeout) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        // This comes before the removal, so that close() finds either the execution or the thread of its rule.
        callRule(execution);
        running.remove(execution.arn());
        threads.remove(execution.arn());
    }

    private Future<?> timeOut(Execution execution, int seconds) {
        return timer.schedule(
                () -> stop(
                        execution,
                        Execution.Status.TIMED_OUT,
                        StateFailure.TIMEOUT,
                        "The execution took longer than " + seconds + " s."),
                seconds,
                TimeUnit.SECONDS);
    }

    /// Calls a stop rule up to three times. Lambda also repeats a failed asynchronous call twice, after one
    /// minute and after two minutes.
    private void call(Consumer<ObjectNode> rule, Execution execution) {
        for (int retry = 0; ; retry++) {
            try {
                rule.accept(event(execution));
                execution.ruleDone();
                return;
            } catch (RuntimeException e) {
                if (retry == RULE_PAUSES.size() || e instanceof CancellationException) {
                    LOGGER.log(
                            System.Logger.Level.ERROR,
                            "The stop rule for " + execution.arn() + " failed. It is called again at the next start.",
                            e);
                    return;
                }
                try {
                    services.sleeper().sleep(RULE_PAUSES.get(retry));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private ObjectNode event(Execution execution) {
        return execution.statusChange(UUID.randomUUID().toString(), services.arns());
    }

    /// Calls the stop rule on its own thread, because it may take as long as the execution's own states.
    private void callRule(Execution execution) {
        Rule rule = rules.get(execution.machineArn());
        if (!execution.ruleDue() || closed) {
            return;
        }
        if (rule == null || !rule.pattern().test(event(execution))) {
            execution.ruleDone();
            return;
        }
        Thread thread = Thread.ofVirtual().name("rule-" + execution.name()).unstarted(() -> {
            try {
                call(rule.action(), execution);
            } finally {
                ruleThreads.remove(Thread.currentThread());
            }
        });
        ruleThreads.add(thread);
        thread.start();
    }
}
