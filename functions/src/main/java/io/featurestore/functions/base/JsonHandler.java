package io.featurestore.functions.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;

/// Handles the calls of a function. Converts input and answer from and to JSON, writes structured logs and
/// metrics, and turns every exception into a [Failure].
///
/// Every log line carries the execution's ARN, which callers pass as `executionId` at the top level of the input.
/// It is used only for the logs; the input's record does not contain it. Logs contain no values of records and no
/// expressions of a request.
///
/// @param <I> the input, a record
/// @param <O> the answer, a record
public abstract class JsonHandler<I, O> implements RequestStreamHandler, Resource {
    private static final String EXECUTION_ID = "executionId";
    private static final ScopedValue<Metrics> METRICS = ScopedValue.newInstance();

    /// The function's logger. Never give it record values or parts of a request's expressions.
    protected final Logger log = LoggerFactory.getLogger(getClass());

    private final Class<I> inputType;
    private final Class<O> answerType;
    private final List<Preparation> preparations = new ArrayList<>();
    private final String function = getClass().getSimpleName().replaceFirst("Handler$", "");

    /// Prepares the function before Lambda takes a snapshot of it.
    @FunctionalInterface
    protected interface Preparation {
        /// Loads classes or builds clients.
        void run() throws Exception;
    }

    /// Creates a handler. Both types must be records that Jackson can read and write.
    protected JsonHandler(Class<I> inputType, Class<O> answerType) {
        this.inputType = inputType;
        this.answerType = answerType;
    }

    /// Adds a preparation. Lambda takes a snapshot of the initialised function, and starts every copy from it. A
    /// preparation may load classes and build clients, but must not store random values, secrets or anything that
    /// expires.
    protected final void beforeSnapshot(Preparation preparation) {
        if (preparations.isEmpty()) {
            Core.getGlobalContext().register(this);
        }
        preparations.add(preparation);
    }

    @Override
    public final void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws Exception {
        long start = System.nanoTime();
        Json.MAPPER.readerFor(inputType);
        Json.MAPPER.writerFor(answerType);
        LoggedMetrics.of(function);
        for (Preparation preparation : preparations) {
            preparation.run();
        }
        log.info("prepared for the snapshot in {} ms", millisSince(start));
    }

    /// Does nothing, because nothing that was prepared expires.
    @Override
    public final void afterRestore(org.crac.Context<? extends Resource> context) {}

    /// Answers a call. Several threads may call at the same time.
    ///
    /// @throws Failure whose class is the error name in Lambda. An [UncheckedIOException] counts as a broken
    ///     connection ([Transient]), every other exception as a defect ([Internal])
    protected abstract O handle(I input, Context context);

    /// Adds to one of the call's metrics. Must be called on the thread of [#handle].
    protected final void record(Measure measure, long value) {
        add(METRICS.get(), measure, value);
    }

    /// Counts an export that failed with a code.
    protected final void recordFailure(ErrorCode code) {
        LoggedMetrics.failed(code);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ObjectNode document = document(input.readAllBytes());
        String executionId = document.path(EXECUTION_ID).asText();
        document.remove(EXECUTION_ID);
        Metrics metrics = LoggedMetrics.of(function);
        byte[] answer = PowertoolsLogging.withLogging(context, () -> {
            MDC.put("service", "feature-store-export");
            MDC.put("function", function);
            MDC.put("execution_id", executionId);
            return ScopedValue.where(METRICS, metrics).call(() -> measured(document, metrics, context));
        });
        output.write(answer);
    }

    private byte[] measured(ObjectNode document, Metrics metrics, Context context) {
        long start = System.nanoTime();
        try {
            byte[] answer =
                    Json.MAPPER.writeValueAsBytes(handle(Json.MAPPER.treeToValue(document, inputType), context));
            log.info("done in {} ms", millisSince(start));
            return answer;
        } catch (Failure e) {
            throw logged(e, start);
        } catch (UncheckedIOException e) {
            throw logged(
                    e.getCause() instanceof JsonProcessingException
                            ? defect(e)
                            : new Transient(function + " lost a connection: " + e.getMessage(), e),
                    start);
        } catch (JsonProcessingException | RuntimeException e) {
            throw logged(defect(e), start);
        } finally {
            add(metrics, Measure.MILLISECONDS, millisSince(start));
            metrics.flush();
        }
    }

    private static void add(Metrics metrics, Measure measure, long value) {
        metrics.addMetric(measure.metric(), (double) value, measure.unit());
    }

    private Failure defect(Exception e) {
        return new Internal(function + " failed, which is a defect: " + e, e);
    }

    /// Logs a failure without its message, which may quote values. The caller reads the message in the cause of
    /// the execution. For a defect, the log has the stack trace without messages.
    private Failure logged(Failure e, long start) {
        if (e.code() == ErrorCode.Internal) {
            log.error(
                    "failed with {} after {} ms",
                    e.getClass().getSimpleName(),
                    millisSince(start),
                    RedactedTrace.of(e));
        } else if (e.code() == ErrorCode.AccessDenied) {
            log.error("failed with {} after {} ms", e.getClass().getSimpleName(), millisSince(start), e);
        } else {
            log.warn("failed with {} after {} ms", e.getClass().getSimpleName(), millisSince(start));
        }
        return e;
    }

    private ObjectNode document(byte[] json) {
        try {
            if (Json.MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new Internal(function + " was called with something other than a JSON object.");
        } catch (IOException e) {
            throw new Internal(function + " was called with something other than JSON: " + e.getMessage(), e);
        }
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
