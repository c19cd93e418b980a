package io.featurestore.aws;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.query.QueryFailures;
import io.featurestore.steps.query.QueryRun;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.EncryptionConfiguration;
import software.amazon.awssdk.services.athena.model.EncryptionOption;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatistics;
import software.amazon.awssdk.services.athena.model.QueryRuntimeStatistics;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.Row;

/// Runs queries in Amazon Athena.
public final class AthenaQueryEngine implements QueryEngine {
    private static final String START = "athena:StartQueryExecution";

    private final Supplier<AthenaClient> client;
    private final BucketRules buckets;

    /// Creates an engine. It makes no call yet.
    public AthenaQueryEngine(AwsClients clients) {
        this(clients::athena, clients.buckets());
    }

    AthenaQueryEngine(Supplier<AthenaClient> client, BucketRules buckets) {
        this.client = client;
        this.buckets = buckets;
    }

    @Override
    public String start(Submission submission) {
        String resource = "work group " + submission.workgroup();
        return AwsErrors.call(START, resource, () -> {
            try {
                return client.get()
                        .startQueryExecution(r -> r.queryString(submission.sql())
                                .clientRequestToken(submission.token())
                                .workGroup(submission.workgroup())
                                .queryExecutionContext(
                                        c -> c.catalog(submission.catalog()).database(submission.database()))
                                .resultConfiguration(result(submission.outputLocation())))
                        .queryExecutionId();
            } catch (InvalidRequestException e) {
                Failure failure = AwsErrors.translate(e, START, resource);
                throw failure instanceof Internal ? QueryFailures.refused(AwsErrors.message(e), submission) : failure;
            }
        });
    }

    /// Returns the configuration of a result: its location, the account that must own the bucket, and the
    /// bucket's key (docs.aws.amazon.com/athena/latest/APIReference/API_ResultConfiguration.html). A work
    /// group that enforces its own configuration ignores it.
    private ResultConfiguration result(S3Uri location) {
        return ResultConfiguration.builder()
                .outputLocation(location.toString())
                .expectedBucketOwner(buckets.owner(location.bucket()).orElse(null))
                .encryptionConfiguration(buckets.keyArn(location)
                        .map(arn -> EncryptionConfiguration.builder()
                                .encryptionOption(EncryptionOption.SSE_KMS)
                                .kmsKey(arn)
                                .build())
                        .orElse(null))
                .build();
    }

    @Override
    public QueryRun describe(String id) {
        return run(AwsErrors.call("athena:GetQueryExecution", "query execution " + id, () -> client.get()
                .getQueryExecution(r -> r.queryExecutionId(id))
                .queryExecution()));
    }

    @Override
    public Statistics statistics(String id) {
        QueryRuntimeStatistics found =
                AwsErrors.call("athena:GetQueryRuntimeStatistics", "query execution " + id, () -> client.get()
                        .getQueryRuntimeStatistics(r -> r.queryExecutionId(id))
                        .queryRuntimeStatistics());
        if (found == null || found.rows() == null) {
            return new Statistics(OptionalLong.empty(), OptionalLong.empty());
        }
        return new Statistics(
                optional(found.rows().outputRows()), optional(found.rows().outputBytes()));
    }

    @Override
    public List<ResultColumn> columns(String id) {
        return AwsErrors.call("athena:GetQueryResults", "query execution " + id, () -> client.get()
                        .getQueryResults(r -> r.queryExecutionId(id).maxResults(1)))
                .resultSet()
                .resultSetMetadata()
                .columnInfo()
                .stream()
                .map(c -> new ResultColumn(c.name(), AthenaTypes.of(c)))
                .toList();
    }

    @Override
    public List<Optional<String>> firstRow(String id) {
        // The first row of a SELECT's result is the header.
        List<Row> rows = AwsErrors.call("athena:GetQueryResults", "query execution " + id, () -> client.get()
                        .getQueryResults(r -> r.queryExecutionId(id).maxResults(2)))
                .resultSet()
                .rows();
        if (rows.size() < 2) {
            throw new Internal("The result of query execution " + id + " has no row.");
        }
        return rows.get(1).data().stream()
                .map(value -> Optional.ofNullable(value.varCharValue()))
                .toList();
    }

    @Override
    public void stop(String id) {
        AwsErrors.call("athena:StopQueryExecution", "query execution " + id, () -> client.get()
                .stopQueryExecution(r -> r.queryExecutionId(id)));
    }

    private static QueryRun run(QueryExecution execution) {
        QueryExecutionStatistics statistics = execution.statistics();
        return new QueryRun(
                execution.queryExecutionId(),
                state(execution),
                execution.query(),
                execution.workGroup(),
                Optional.ofNullable(execution.status().stateChangeReason()),
                Optional.ofNullable(execution.status().athenaError()).map(AthenaQueryEngine::error),
                outputLocation(execution),
                statistics == null
                        ? 0
                        : optional(statistics.dataScannedInBytes()).orElse(0),
                statistics == null
                        ? 0
                        : optional(statistics.totalExecutionTimeInMillis()).orElse(0),
                Optional.ofNullable(execution.status().completionDateTime()),
                statistics == null
                        ? Optional.empty()
                        : Optional.ofNullable(statistics.dataManifestLocation()).map(S3Uri::parse));
    }

    private static QueryRun.State state(QueryExecution execution) {
        return switch (execution.status().state()) {
            case QUEUED -> QueryRun.State.QUEUED;
            case RUNNING -> QueryRun.State.RUNNING;
            case SUCCEEDED -> QueryRun.State.SUCCEEDED;
            case FAILED -> QueryRun.State.FAILED;
            case CANCELLED -> QueryRun.State.CANCELLED;
            case UNKNOWN_TO_SDK_VERSION ->
                throw new Internal("Query execution "
                        + execution.queryExecutionId() + " is "
                        + execution.status().stateAsString()
                        + ", a state this version does not know.");
        };
    }

    private static QueryRun.ErrorKind error(AthenaError error) {
        QueryRun.Category category =
                switch (error.errorCategory() == null ? 3 : error.errorCategory()) {
                    case 1 -> QueryRun.Category.SYSTEM;
                    case 2 -> QueryRun.Category.USER;
                    default -> QueryRun.Category.OTHER;
                };
        return new QueryRun.ErrorKind(
                category, error.errorType() == null ? 0 : error.errorType(), Boolean.TRUE.equals(error.retryable()));
    }

    private static Optional<S3Uri> outputLocation(QueryExecution execution) {
        if (execution.resultConfiguration() == null
                || execution.resultConfiguration().outputLocation() == null) {
            return Optional.empty();
        }
        String location = execution.resultConfiguration().outputLocation();
        try {
            return Optional.of(S3Uri.parse(location));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(
                    "Athena writes the result to '" + location + "', which cannot be "
                            + "read: " + e.getMessage() + ". Correct the output location of work group "
                            + execution.workGroup() + ".",
                    e);
        }
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
