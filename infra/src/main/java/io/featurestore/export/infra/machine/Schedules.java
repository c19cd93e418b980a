package io.featurestore.export.infra.machine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.Trust;
import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Builds the schedules. The state machine gets the request in an event whose `time` is the scheduled time, so a
/// late or repeated start writes to the same location as a punctual one.
public final class Schedules extends Construct {
    /// A placeholder that EventBridge Scheduler replaces by the scheduled time
    /// (docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
    private static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";
    private static final int OLDEST_SECONDS = 3_600;

    private final ExportMachine machine;
    private final Queue deadLetters;

    public Schedules(
            Construct scope, String id, List<Settings.Schedule> schedules, ExportMachine machine, Queue deadLetters) {
        super(scope, id);
        this.machine = machine;
        this.deadLetters = deadLetters;
        if (!schedules.isEmpty()) {
            Role role = role();
            schedules.forEach(schedule -> add(schedule, role));
        }
    }

    private void add(Settings.Schedule schedule, Role role) {
        CfnSchedule.Builder.create(this, schedule.name())
                .name(schedule.nameIn(Stack.of(this).getStackName()))
                .scheduleExpression(schedule.expression())
                .scheduleExpressionTimezone(schedule.timeZone())
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(machine.machine().getStateMachineArn())
                        .roleArn(role.getRoleArn())
                        .input(input(schedule, SCHEDULED_TIME))
                        .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                                .arn(deadLetters.getQueueArn())
                                .build())
                        .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(schedule.retries())
                                .maximumEventAgeInSeconds(OLDEST_SECONDS)
                                .build())
                        .build())
                .build();
    }

    /// Returns the execution's input, in the form of an EventBridge event.
    ///
    /// @param time the scheduled time, or its placeholder
    static String input(Settings.Schedule schedule, String time) {
        ObjectNode event = new JsonMapper().createObjectNode();
        event.put("detail-type", "Export Requested");
        event.put("source", "feature-store-export.schedule");
        event.put("time", time);
        event.set("detail", schedule.request());
        return event.toString();
    }

    private Role role() {
        Role role = Role.Builder.create(this, "Role")
                .description("What schedules may start")
                .assumedBy(Trust.schedules(this))
                .build();
        role.addToPolicy(Grant.of("states:StartExecution", machine.machine().getStateMachineArn())
                .statement());
        machine.callers().forEach(grant -> role.addToPolicy(grant.statement()));
        role.addToPolicy(Grant.of("sqs:SendMessage", deadLetters.getQueueArn()).statement());
        return role;
    }
}
