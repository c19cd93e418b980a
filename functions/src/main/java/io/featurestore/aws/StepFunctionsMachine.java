package io.featurestore.aws;

import io.featurestore.steps.quota.RunningExports;
import io.featurestore.steps.versions.Definitions;
import io.featurestore.steps.versions.PublishedVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ConflictException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListStateMachineVersionsResponse;

/// Asks Step Functions about the executions and versions of a state machine.
public final class StepFunctionsMachine implements RunningExports, PublishedVersions, Definitions {
    private static final int PAGE = 1_000;

    private final Supplier<SfnClient> client;

    /// Creates an adapter. It makes no call yet.
    public StepFunctionsMachine(AwsClients clients) {
        this(clients::states);
    }

    StepFunctionsMachine(Supplier<SfnClient> client) {
        this.client = client;
    }

    /// {@inheritDoc}
    ///
    /// Executions of all versions of the machine count. The ARN of an execution is the machine's with its
    /// name added, also when the execution was started through an alias
    /// (docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html).
    @Override
    public List<Running> beside(String executionId) {
        String machine = machine(executionId);
        return AwsErrors.call("states:ListExecutions", machine, () -> client
                .get()
                .listExecutionsPaginator(r -> r.stateMachineArn(machine)
                        .statusFilter(ExecutionStatus.RUNNING)
                        .maxResults(PAGE))
                .executions()
                .stream()
                .map(execution -> new Running(execution.name(), execution.startDate()))
                .toList());
    }

    @Override
    public List<Published> of(String arn) {
        return AwsErrors.call("states:ListStateMachineVersions", arn, () -> {
            List<Published> versions = new ArrayList<>();
            @Nullable String next = null;
            do {
                String token = next;
                ListStateMachineVersionsResponse page = client.get()
                        .listStateMachineVersions(
                                r -> r.stateMachineArn(arn).nextToken(token).maxResults(PAGE));
                page.stateMachineVersions()
                        .forEach(version ->
                                versions.add(new Published(version.stateMachineVersionArn(), version.creationDate())));
                next = page.nextToken();
            } while (next != null);
            return versions;
        });
    }

    /// {@inheritDoc}
    ///
    /// Step Functions answers with a conflict if an alias points to the version
    /// (docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html).
    @Override
    public boolean delete(String arn) {
        return AwsErrors.call("states:DeleteStateMachineVersion", arn, () -> {
            try {
                client.get().deleteStateMachineVersion(r -> r.stateMachineVersionArn(arn));
                return true;
            } catch (ConflictException e) {
                return false;
            }
        });
    }

    @Override
    public String definition(String arn) {
        return AwsErrors.call("states:DescribeStateMachine", arn, () -> client.get()
                .describeStateMachine(r -> r.stateMachineArn(arn))
                .definition());
    }

    /// Returns the ARN of the machine of an execution, `…:execution:machine:name`.
    static String machine(String executionId) {
        return executionId.substring(0, executionId.lastIndexOf(':')).replaceFirst(":execution:", ":stateMachine:");
    }
}
