package io.featurestore.functions.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.featurestore.failure.code.ErrorCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.cloudwatchlogs.emf.environment.Environment;
import software.amazon.cloudwatchlogs.emf.environment.EnvironmentProvider;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;
import software.amazon.cloudwatchlogs.emf.sinks.ISink;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.internal.EmfMetricsLogger;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;

/// Writes metrics in CloudWatch's embedded metric format, one line per call, to the logger {@value #LOGGER}. The
/// logging configuration decides where the lines go, in Lambda and on one machine alike. Without this class, the
/// library would read container and instance metadata over the network when it runs outside Lambda, and would
/// print to standard output.
final class LoggedMetrics implements Environment, ISink {
    static final String LOGGER = "metrics";
    static final String NAMESPACE = "FeatureStoreExport";

    /// The stack that the function belongs to, which keeps the metrics of two stacks of an account apart.
    private static final String STACK =
            Optional.ofNullable(System.getenv("STACK_NAME")).orElse("local");

    private static final Logger LINES = LoggerFactory.getLogger(LOGGER);
    private static final EnvironmentProvider PROVIDER = new EnvironmentProvider() {
        private final Environment environment = new LoggedMetrics();

        @Override
        public CompletableFuture<Environment> resolveEnvironment() {
            return CompletableFuture.completedFuture(environment);
        }
    };

    private LoggedMetrics() {}

    /// Returns the metrics of one call of a function. Each call has its own metrics, because calls may run
    /// concurrently in one JVM.
    static Metrics of(String function) {
        return of(DimensionSet.of("Stack", STACK, "Function", function));
    }

    /// Counts an export that failed with a code.
    static void failed(ErrorCode code) {
        Metrics metrics = of(DimensionSet.of("Stack", STACK, "Code", code.name()));
        metrics.addMetric(Measure.FAILURES.metric(), 1, Measure.FAILURES.unit());
        metrics.flush();
    }

    private static Metrics of(DimensionSet dimensions) {
        Metrics metrics = new EmfMetricsLogger(PROVIDER, new MetricsContext());
        metrics.setNamespace(NAMESPACE);
        metrics.setDefaultDimensions(dimensions);
        return metrics;
    }

    @Override
    public void accept(MetricsContext context) {
        try {
            context.serialize().forEach(LINES::info);
        } catch (JsonProcessingException e) {
            LINES.warn("metrics could not be written", e);
        }
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        return CompletableFuture.allOf();
    }

    @Override
    public boolean probe() {
        return true;
    }

    @Override
    public String getName() {
        return NAMESPACE;
    }

    @Override
    public String getType() {
        return "AWS::Lambda::Function";
    }

    @Override
    public String getLogGroupName() {
        return "";
    }

    @Override
    public void configureContext(MetricsContext context) {}

    @Override
    public ISink getSink() {
        return this;
    }
}
