package io.featurestore.functions;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.failure.ErrorCode;
import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;

/**
 * What every function has in common: JSON in, JSON out, structured logs, metrics, and one kind of exception.
 *
 * <p>Every log line carries the execution, taken from the input's {@code executionId}, {@code execution.id},
 * {@code export.executionId}, {@code resolved.export.executionId} or the work prefix in {@code plan}, in this order.
 * A top-level {@code executionId} is for the logs alone; the input's record does not see it. Logs hold no record
 * values and nothing of a request's expressions.
 *
 * @param <I> the input, a record
 * @param <O> the answer, a record
 */
public abstract class ExportHandler<I, O> implements RequestStreamHandler, Resource {
    private static final String EXECUTION_ID = "executionId";
    private static final ScopedValue<Metrics> METRICS = ScopedValue.newInstance();

    /** The function's logger. Never give it record values or parts of a request's expressions. */
    protected final Logger log = LoggerFactory.getLogger(getClass());

    private final Class<I> inputType;
    private final Class<O> answerType;
    private final List<Preparation> preparations = new ArrayList<>();
    private final String function = getClass().getSimpleName().replaceFirst("Handler$", "");

    /** Something to do before a snapshot. */
    @FunctionalInterface
    protected interface Preparation {
        /** Does it. */
        void run() throws Exception;
    }

    /** Takes the types of input and answer, records. */
    protected ExportHandler(Class<I> inputType, Class<O> answerType) {
        this.inputType = inputType;
        this.answerType = answerType;
    }

    /**
     * Has something done before Lambda takes the snapshot of the initialised function that it starts others from.
     * It may load and build, but not keep what is random, secret or ages.
     */
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

    /** Does nothing: what was prepared does not age. */
    @Override
    public final void afterRestore(org.crac.Context<? extends Resource> context) {}

    /**
     * Does the function's work. May be called by several threads at once.
     *
     * @throws ExportFailure which Lambda names by its class; {@link UncheckedIOException} means a broken connection
     *         ({@link ExportFailure.Transient}), every other exception a defect ({@link ExportFailure.Internal})
     */
    protected abstract O handle(I input, Context context);

    /** Adds to one of the call's metrics. Call it on the thread {@link #handle} was called on. */
    protected final void record(Measure measure, long value) {
        add(METRICS.get(), measure, value);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ObjectNode document = document(input.readAllBytes());
        Metrics metrics = LoggedMetrics.of(function);
        byte[] answer = PowertoolsLogging.withLogging(context, () -> {
            MDC.put("service", "feature-store-export");
            MDC.put("function", function);
            executionId(document).ifPresent(id -> MDC.put("execution_id", id));
            return ScopedValue.where(METRICS, metrics).call(() -> measured(document, metrics, context));
        });
        output.write(answer);
    }

    private byte[] measured(ObjectNode document, Metrics metrics, Context context) {
        long start = System.nanoTime();
        try {
            document.remove(EXECUTION_ID);
            byte[] answer = Json.MAPPER
                    .writeValueAsBytes(handle(Json.MAPPER.treeToValue(document, inputType), context));
            log.info("done in {} ms", millisSince(start));
            return answer;
        } catch (ExportFailure e) {
            throw logged(e, start);
        } catch (UncheckedIOException e) {
            throw logged(e.getCause() instanceof JsonProcessingException
                    ? defect(e)
                    : new ExportFailure.Transient(function + " lost a connection: " + e.getMessage(), e), start);
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

    private ExportFailure defect(Exception e) {
        return new ExportFailure.Internal(function + " failed, which is a defect: " + e, e);
    }

    /**
     * What a caller did wrong is theirs to read in the execution's cause; it may quote values, the log must not. Even a
     * defect's message may, so the log shows where it happened alone.
     */
    private ExportFailure logged(ExportFailure e, long start) {
        if (e.code() == ErrorCode.Internal) {
            log.error("failed with {} after {} ms", e.getClass().getSimpleName(), millisSince(start), Trace.of(e));
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
            throw new ExportFailure.Internal(function + " was called with something else than a JSON object.");
        } catch (IOException e) {
            throw new ExportFailure.Internal(function + " was called with something else than JSON: " + e.getMessage(),
                    e);
        }
    }

    private static Optional<String> executionId(JsonNode document) {
        return Stream.of("/" + EXECUTION_ID, "/execution/id", "/export/executionId", "/resolved/export/executionId",
                "/event/detail/executionArn", "/plan")
                .map(document::at)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
