package io.featurestore.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs Lambda functions in this process. A handler is a class that implements
/// [com.amazonaws.services.lambda.runtime.RequestStreamHandler] and has a public constructor without
/// parameters. Each function has one instance, which is called by several threads up to a limit. Thread-safe.
public final class LambdaRuntime implements Functions, AutoCloseable {
    /// The longest wait for the end of an interrupted handler.
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final String account;
    private final String region;
    private final Semaphore places;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<String, Function> functions = new ConcurrentHashMap<>();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private volatile int quota = LambdaLimits.CONCURRENT_CALLS;
    private volatile boolean closed;
    private volatile CallInterceptor interceptor = CallInterceptor.NONE;

    /// A running call.
    ///
    /// @param function the name of the function
    /// @param payload the payload of the call
    @SuppressWarnings("ArrayRecordComponent")
    public record Running(String function, byte[] payload) {}

    private record Call(Running running, FutureTask<byte[]> task, AtomicReference<@Nullable FunctionError> end) {}

    /// Creates a runtime without functions.
    ///
    /// @param account the account, 12 digits
    /// @param concurrency the most calls that may run at the same time, over all functions. Further calls
    ///     wait, and the wait does not count for their time-out.
    public LambdaRuntime(String account, String region, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("The concurrency must be at least 1, but is " + concurrency);
        }
        this.account = account;
        this.region = region;
        this.places = new Semaphore(concurrency, true);
    }

    /// Sets the account's quota of concurrent calls. A call beyond it is refused, as Lambda does.
    ///
    /// @param calls the most calls that run or wait for a place, over all functions; at least 1
    public void limit(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("The quota must be at least 1, but is " + calls);
        }
        quota = calls;
    }

    /// Returns the account's quota of concurrent calls.
    public int quota() {
        return quota;
    }

    int functionCount() {
        return functions.size();
    }

    /// Adds a function or replaces one. Its class is loaded at the first call.
    ///
    /// @param memoryMb the memory that the handler is told in megabytes; it is not enforced
    /// @param timeoutSeconds the longest time of a call
    /// @param loader the loader of the class, and the context class loader of the calls
    /// @return the ARN of the function
    public String deploy(String name, String handlerClass, int memoryMb, int timeoutSeconds, ClassLoader loader) {
        if (timeoutSeconds < 1 || timeoutSeconds > LambdaLimits.TIMEOUT_SECONDS) {
            throw new IllegalArgumentException("A time-out of " + timeoutSeconds + " s for " + name
                    + " is out of range; use 1 to " + LambdaLimits.TIMEOUT_SECONDS);
        }
        functions.put(name, new Function(name, handlerClass, memoryMb, timeoutSeconds, loader));
        return arn(name);
    }

    /// {@inheritDoc}
    ///
    /// @throws CancellationException if the calling thread is interrupted, which interrupts the handler and
    ///     awaits its end for a few seconds, or after [#close]
    @Override
    public byte[] invoke(String nameOrArn, byte[] payload) {
        Function function = functions.get(name(nameOrArn));
        if (function == null) {
            throw Failures.service("Lambda.ResourceNotFoundException", "Function not found: " + nameOrArn);
        }
        if (payload.length > LambdaLimits.REQUEST_BYTES) {
            throw Failures.service(
                    "Lambda.RequestTooLargeException",
                    "Request must be smaller than " + LambdaLimits.REQUEST_BYTES
                            + " bytes for the InvokeFunction operation");
        }
        if (accepted.incrementAndGet() > quota) {
            accepted.decrementAndGet();
            // docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
            throw Failures.service("Lambda.TooManyRequestsException", "Rate Exceeded.");
        }
        try {
            places.acquire();
            try {
                String arn = invokedArn(nameOrArn);
                return interceptor.intercept(function.name(), payload, () -> call(function, arn, payload));
            } finally {
                places.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The caller of " + function.name() + " was interrupted");
        } finally {
            accepted.decrementAndGet();
        }
    }

    /// Sets the interceptor of the calls.
    public void intercept(CallInterceptor other) {
        interceptor = other;
    }

    /// Returns the running call with a request id.
    public Optional<Running> running(String requestId) {
        return Optional.ofNullable(calls.get(requestId)).map(Call::running);
    }

    /// Returns the request ids of the running calls whose payload matches.
    public List<String> running(Predicate<byte[]> payload) {
        return calls.entrySet().stream()
                .filter(call -> payload.test(call.getValue().running().payload()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Ends a running call as if its sandbox had died. Its handler is interrupted, and its end is not
    /// awaited.
    public void kill(String requestId, FunctionError error) {
        Call call = calls.get(requestId);
        if (call != null) {
            call.end().set(error);
            call.task().cancel(true);
        }
    }

    /// Interrupts the running calls. Later calls are refused.
    @Override
    public void close() {
        closed = true;
        calls.values().forEach(call -> call.task().cancel(true));
    }

    private byte[] call(Function function, String arn, byte[] payload) throws InterruptedException {
        String requestId = UUID.randomUUID().toString();
        Context context = new CallContext(function, arn, requestId, System.nanoTime());
        FutureTask<byte[]> call = new FutureTask<>(() -> {
            Trace.begin(requestId);
            return run(function, payload, context);
        });
        AtomicReference<@Nullable FunctionError> end = new AtomicReference<>();
        calls.put(requestId, new Call(new Running(function.name(), payload), call, end));
        // This is a platform thread, because a handler may compute for minutes and virtual threads have no time slices.
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("lambda-" + function.name() + "-" + requestId)
                .unstarted(call);
        thread.setContextClassLoader(function.loader());
        try {
            if (closed) {
                throw new CancellationException("The Lambda runtime is closed");
            }
            thread.start();
            return call.get(function.timeoutSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw Failures.timedOut(requestId, function.timeoutSeconds());
        } catch (InterruptedException e) {
            call.cancel(true);
            // The handlers of a stopped execution must have ended before its stop rule runs.
            thread.join(ENDING);
            throw e;
        } catch (CancellationException e) {
            FunctionError killed = end.get();
            throw killed == null ? e : killed;
        } catch (ExecutionException e) {
            throw Failures.of(Objects.requireNonNull(e.getCause(), "an ExecutionException has a cause"));
        } finally {
            call.cancel(true);
            calls.remove(requestId);
        }
    }

    private static byte[] run(Function function, byte[] payload, Context context) throws Exception {
        BoundedOutput output = new BoundedOutput(LambdaLimits.RESPONSE_BYTES);
        function.handler().handleRequest(new ByteArrayInputStream(payload), output, context);
        return output.bytes()
                .orElseThrow(() -> Failures.service(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (" + LambdaLimits.RESPONSE_BYTES
                                + " bytes)."));
    }

    private String arn(String name) {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
    }

    private String invokedArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : arn(nameOrArn);
    }

    /// Returns the function's name from a name, `name:alias`, an ARN or a partial ARN {@code
    /// account:function:name}.
    private static String name(String nameOrArn) {
        int start = nameOrArn.indexOf(":function:");
        String rest = start < 0 ? nameOrArn : nameOrArn.substring(start + ":function:".length());
        int end = rest.indexOf(':');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
