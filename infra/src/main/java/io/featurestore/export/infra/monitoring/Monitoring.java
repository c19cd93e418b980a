package io.featurestore.export.infra.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// Builds the dashboard and the alarms.
public final class Monitoring extends Construct {
    private final StateMachine machine;
    private final ExportMetrics metrics;
    private final Queue deadLetters;

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
        this.metrics = new ExportMetrics(Stack.of(this).getStackName(), functions);
        this.deadLetters = deadLetters;
        dashboard(workgroup);
        new Alarms(this, "Alarms", machine, metrics, deadLetters, topic);
    }

    private void dashboard(String workgroup) {
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(Stack.of(this).getStackName())
                .build();
        dashboard.addWidgets(
                graph(
                        "Exports",
                        List.of(
                                machine.metricStarted(ExportMetrics.sum()),
                                machine.metricSucceeded(ExportMetrics.sum()),
                                machine.metricAborted(ExportMetrics.sum()),
                                machine.metricTimedOut(ExportMetrics.sum()))),
                graph("Failures by code", List.of(metrics.failuresByCode())),
                graph(
                        "Duration of an export",
                        List.of(
                                machine.metricTime(ExportMetrics.statistic("p50")),
                                machine.metricTime(ExportMetrics.statistic("p99")))));
        dashboard.addWidgets(
                graph("Records", List.of(metrics.of("Records", "FinalizeExport", "Sum"))),
                graph("Bytes of outputs", List.of(metrics.of("BytesOut", "FinalizeExport", "Sum"))),
                graph("Repaired chunks", List.of(metrics.of("RepairedChunks", "FinalizeExport", "Sum"))));
        dashboard.addWidgets(
                graph(
                        "Time of a chunk, ms",
                        List.of(
                                metrics.of("Milliseconds", "ConvertChunk", "p50"),
                                metrics.of("Milliseconds", "ConvertChunk", "p99"))),
                graph("Athena scans, USD", List.of(metrics.scans(workgroup))),
                graph(
                        "Throttles and undelivered",
                        List.of(
                                metrics.throttles(),
                                machine.metricThrottled(ExportMetrics.sum()),
                                deadLetters.metricApproximateNumberOfMessagesVisible())));
    }

    private static GraphWidget graph(String title, List<IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).width(8).left(metrics).build();
    }
}
