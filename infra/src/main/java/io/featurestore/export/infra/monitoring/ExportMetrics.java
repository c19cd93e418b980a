package io.featurestore.export.infra.monitoring;

import io.featurestore.steps.cost.Prices;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.IFunction;

/// Defines the metrics of the dashboard and of the alarms. The functions' own metrics are those of their enum Measure,
/// with the stack's name as a dimension. Metrics of Lambda are those of a whole function, whichever version runs.
final class ExportMetrics {
    static final Duration PERIOD = Duration.minutes(5);
    private static final String NAMESPACE = "FeatureStoreExport";
    private static final String STACK = "Stack";
    /// US dollars per byte that Athena scans, as an expression of CloudWatch.
    private static final String USD_PER_BYTE = Prices.ATHENA_TERABYTE + " / " + Prices.TERABYTE;
    /// The functions that many copies run of. The others are called once per step.
    private static final List<String> WIDE = List.of("ConvertChunk", "TransformOnlineChunk");

    private final String stack;
    private final Map<String, Alias> functions;

    ExportMetrics(String stack, Map<String, Alias> functions) {
        this.stack = stack;
        this.functions = functions;
    }

    /// Returns a metric that a function of this stack measures.
    IMetric of(String name, String function, String statistic) {
        return metric(name, statistic, Map.of(STACK, stack, "Function", function));
    }

    /// Returns the number of exports that failed with a code of the contract.
    IMetric failures(String code) {
        return metric("Failures", "Sum", Map.of(STACK, stack, "Code", code));
    }

    /// Returns the number of failed exports of each code. Alarms cannot use it, as it searches.
    IMetric failuresByCode() {
        return MathExpression.Builder.create()
                .label("")
                .expression("SEARCH('{" + NAMESPACE + ",Code," + STACK + "} MetricName=\"Failures\" " + STACK + "=\"" + stack
                        + "\"', 'Sum', 300)")
                .usingMetrics(Map.of())
                .period(PERIOD)
                .build();
    }

    /// Returns the number of failed calls of a function.
    IMetric errors(String function) {
        Alias alias = functions.get(function);
        if (alias == null) {
            throw new IllegalArgumentException("there is no function " + function);
        }
        return alias.getLambda().metricErrors(sum());
    }

    /// Returns the number of throttled calls of all functions.
    IMetric throttles() {
        return expression("Throttled calls", functions.values(), f -> f.metricThrottles(sum()));
    }

    /// Returns the share of the converters' calls that Lambda throttles, in percent. It has no value while nothing
    /// is called. Only the converters count, as an alarm takes at most 10 metrics
    /// (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html), and only they run in many
    /// copies. Lambda does not count a throttled call as an invocation
    /// (docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html).
    IMetric throttledShare() {
        Map<String, IMetric> metrics = new TreeMap<>();
        for (int i = 0; i < WIDE.size(); i++) {
            Alias alias = functions.get(WIDE.get(i));
            if (alias != null) {
                metrics.put("t" + i, alias.getLambda().metricThrottles(sum()));
                metrics.put("i" + i, alias.getLambda().metricInvocations(sum()));
            }
        }
        String throttled = total(metrics.keySet().stream().filter(id -> id.startsWith("t")).toList());
        return MathExpression.Builder.create()
                .label("Throttled calls of converters, %")
                .expression("100 * (" + throttled + ") / (" + total(metrics.keySet()) + ")")
                .usingMetrics(metrics)
                .period(PERIOD)
                .build();
    }

    /// Returns the price of the scans. The expression adds up Athena's metrics over all states and types of
    /// queries.
    IMetric scans(String workgroup) {
        return MathExpression.Builder.create()
                .label("USD")
                .expression("SUM(SEARCH('{AWS/Athena,QueryState,QueryType,WorkGroup} MetricName=\"ProcessedBytes\" "
                        + "WorkGroup=\"" + workgroup + "\"', 'Sum', 300)) * " + USD_PER_BYTE)
                .usingMetrics(Map.of())
                .period(PERIOD)
                .build();
    }

    static MetricOptions sum() {
        return statistic("Sum");
    }

    static MetricOptions statistic(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(PERIOD).build();
    }

    private static IMetric expression(String label, Collection<Alias> functions, Function<IFunction, Metric> metric) {
        Map<String, IMetric> metrics = new TreeMap<>();
        functions.forEach(alias -> metrics.put("m" + metrics.size(), metric.apply(alias.getLambda())));
        return MathExpression.Builder.create()
                .label(label)
                .expression(total(metrics.keySet()))
                .usingMetrics(metrics)
                .period(PERIOD)
                .build();
    }

    /// Returns the expression of a sum. A function that was not called counts as zero.
    private static String total(Collection<String> ids) {
        return ids.stream().map(id -> "FILL(" + id + ", 0)").collect(Collectors.joining(" + "));
    }

    private static IMetric metric(String name, String statistic, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }
}
