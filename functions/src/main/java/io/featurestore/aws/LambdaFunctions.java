package io.featurestore.aws;

import io.featurestore.steps.quota.LambdaAccount;
import io.featurestore.steps.versions.PublishedVersions;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;

/// Asks Lambda about the account's quota and about the versions of functions.
public final class LambdaFunctions implements LambdaAccount, PublishedVersions {
    private static final String LATEST = "$LATEST";
    /// The format of `LastModified` (docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html).
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

    private final Supplier<LambdaClient> client;

    /// Creates an adapter. It makes no call yet.
    public LambdaFunctions(AwsClients clients) {
        this(clients::lambda);
    }

    LambdaFunctions(Supplier<LambdaClient> client) {
        this.client = client;
    }

    @Override
    public int unreservedCalls() {
        return AwsErrors.call(
                "lambda:GetAccountSettings",
                "the account",
                () -> client.get().getAccountSettings(_ -> {}).accountLimit().unreservedConcurrentExecutions());
    }

    @Override
    public List<Published> of(String arn) {
        return AwsErrors.call(
                "lambda:ListVersionsByFunction",
                arn,
                () -> client.get().listVersionsByFunctionPaginator(r -> r.functionName(arn)).versions().stream()
                        .filter(version -> !version.version().equals(LATEST))
                        .map(version -> new Published(
                                version.functionArn(),
                                OffsetDateTime.parse(version.lastModified(), TIME)
                                        .toInstant()))
                        .toList());
    }

    /// {@inheritDoc}
    ///
    /// The version is a parameter of its own, so that no request can delete the whole function.
    @Override
    public boolean delete(String arn) {
        int colon = arn.lastIndexOf(':');
        return AwsErrors.call("lambda:DeleteFunction", arn, () -> {
            try {
                client.get().deleteFunction(r -> r.functionName(arn.substring(0, colon))
                        .qualifier(arn.substring(colon + 1)));
                return true;
            } catch (ResourceConflictException e) {
                return false;
            }
        });
    }
}
