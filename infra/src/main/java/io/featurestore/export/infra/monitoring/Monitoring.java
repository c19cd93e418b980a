package io.featurestore.export.infra.monitoring;

import io.featurestore.steps.cost.Prices;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// Builds the dashboard, and alarms for events that need a person.
public final class Monitoring extends Construct {
    /// Namespace of the functions' metrics, whose names are in the functions' enum Measure.
    private static final String NAMESPACE = "FeatureStoreExport";
    private static final Duration PERIOD = Duration.minutes(5);
    /// US dollars per byte that Athena scans, as an expression of CloudWatch.
    private static final String USD_PER_BYTE = Prices.ATHENA_TERABYTE + " / " + Prices.TERABYTE;

    private final StateMachine machine;
    private final Map<String, Alias> functions;
    private final Queue deadLetters;
    private final Optional<ITopic> topic;

    public Monitoring(
            Construct scope,
            String id,
            StateMachine machine,
            Map<String, Alias> functions,
            String workgroup,
            Queue deadLetters,
            Optional<ITopic> topic) {
        super(scope, id);
        this.machine = machine;
        this.functions = functions;
        this.deadLetters = deadLetters;
        this.topic = topic;
        dashboard(workgroup);
        alarm("Failed", "An export failed", machine.metricFailed(sum()));
        alarm("TimedOut", "An export did not end in time", machine.metricTimedOut(sum()));
        alarm("Throttled", "Step Functions throttles exports", machine.metricThrottled(sum()));
        alarm("FunctionsThrottled", "Lambda throttles the export's functions", throttles());
        alarm(
                "DeadLetters",
                "A schedule or a clean-up could not be delivered",
                deadLetters.metricApproximateNumberOfMessagesVisible());
        // docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
        alarm(
                "CleanUpDropped",
                "Lambda gave up the clean-up after an export that was stopped",
                cleanUp().metric("AsyncEventsDropped", sum()));
    }

    private Alias cleanUp() {
        return Objects.requireNonNull(functions.get("CleanUp"), "the functions' list has no CleanUp");
    }

    private void dashboard(String workgroup) {
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(Stack.of(this).getStackName())
                .build();
        dashboard.addWidgets(
                graph("Exports", List.of(machine.metricStarted(sum()), machine.metricSucceeded(sum()))),
                graph(
                        "Failures",
                        List.of(
                                machine.metricFailed(sum()),
                                machine.metricAborted(sum()),
                                machine.metricTimedOut(sum()))),
                graph(
                        "Duration of an export",
                        List.of(machine.metricTime(statistic("p50")), machine.metricTime(statistic("p99")))));
        dashboard.addWidgets(
                graph("Records", List.of(own("Records", "FinalizeExport", "Sum"))),
                graph("Bytes of outputs", List.of(own("BytesOut", "FinalizeExport", "Sum"))),
                graph("Repaired chunks", List.of(own("RepairedChunks", "FinalizeExport", "Sum"))));
        dashboard.addWidgets(
                graph(
                        "Time of a chunk, ms",
                        List.of(
                                own("Milliseconds", "ConvertChunk", "p50"),
                                own("Milliseconds", "ConvertChunk", "p99"))),
                graph("Athena scans, USD", List.of(scans(workgroup))),
                graph(
                        "Throttles and undelivered",
                        List.of(
                                throttles(),
                                machine.metricThrottled(sum()),
                                deadLetters.metricApproximateNumberOfMessagesVisible())));
    }

    private static GraphWidget graph(String title, List<IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).width(8).left(metrics).build();
    }

    private void alarm(String id, String description, IMetric metric) {
        Alarm alarm = Alarm.Builder.create(this, id)
                .alarmDescription(description + ": " + Stack.of(this).getStackName())
                .metric(metric)
                .threshold(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        topic.ifPresent(t -> alarm.addAlarmAction(new SnsAction(t)));
    }

    private IMetric throttles() {
        Map<String, IMetric> metrics = new TreeMap<>();
        functions.forEach((name, alias) -> metrics.put("m" + metrics.size(), alias.metricThrottles(sum())));
        return MathExpression.Builder.create()
                .label("Throttled calls")
                .expression(String.join(" + ", metrics.keySet()))
                .usingMetrics(metrics)
                .period(PERIOD)
                .build();
    }

    /// Returns the price of the scans. The expression adds up Athena's metrics over all states and types of
    /// queries.
    private static IMetric scans(String workgroup) {
        return MathExpression.Builder.create()
                .label("USD")
                .expression("SUM(SEARCH('{AWS/Athena,QueryState,QueryType,WorkGroup} MetricName=\"ProcessedBytes\" "
                        + "WorkGroup=\"" + workgroup + "\"', 'Sum', 300)) * " + USD_PER_BYTE)
                .usingMetrics(Map.of())
                .period(PERIOD)
                .build();
    }

    private static IMetric own(String name, String function, String statistic) {
        return Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(name)
                .dimensionsMap(Map.of("Function", function))
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }

    private static MetricOptions sum() {
        return statistic("Sum");
    }

    private static MetricOptions statistic(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(PERIOD).build();
    }
}
