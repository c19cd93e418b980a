package io.featurestore.export.infra.monitoring;

import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// Builds alarms for events that need a person who runs the stack. An export that fails by its caller's mistake, such
/// as a wrong request or an output that exists, is told to the caller and raises no alarm. Throttled calls are tried
/// again, so only throttling that lasts raises one.
final class Alarms extends Construct {
    /// The number of periods for which throttling has to last.
    private static final int LASTING = 3;
    private static final double THROTTLED_PERCENT = 1;

    private final Optional<ITopic> topic;

    Alarms(
            Construct scope, String id, StateMachine machine, ExportMetrics metrics, Queue deadLetters, Optional<ITopic> topic) {
        super(scope, id);
        this.topic = topic;
        once("Defects", "An export failed with the code Internal", metrics.failures("Internal"));
        once("TimedOut", "An export did not end in time", machine.metricTimedOut(ExportMetrics.sum()));
        once("CleanUpFailed", "A call of the function CleanUp failed", metrics.errors("CleanUp"));
        once(
                "DeadLetters",
                "A schedule or a clean-up could not be delivered",
                deadLetters.metricApproximateNumberOfMessagesVisible());
        lasting(
                "Throttled",
                "Step Functions has throttled exports for 15 minutes",
                machine.metricThrottled(ExportMetrics.sum()),
                1);
        lasting(
                "ConvertersThrottled",
                "Lambda has throttled 1 % or more of the converters' calls for 15 minutes",
                metrics.throttledShare(),
                THROTTLED_PERCENT);
    }

    private void once(String id, String description, IMetric metric) {
        alarm(id, description, metric, 1, 1);
    }

    private void lasting(String id, String description, IMetric metric, double threshold) {
        alarm(id, description, metric, threshold, LASTING);
    }

    private void alarm(String id, String description, IMetric metric, double threshold, int periods) {
        Alarm alarm = Alarm.Builder.create(this, id)
                .alarmDescription(description + ": " + Stack.of(this).getStackName())
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(periods)
                .datapointsToAlarm(periods)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        topic.ifPresent(t -> alarm.addAlarmAction(new SnsAction(t)));
    }
}
