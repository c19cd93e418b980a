package io.featurestore.export.adapters;

import java.util.function.Consumer;

import software.amazon.awssdk.services.athena.model.InvalidRequestException;

/** Stops a query on Athena by its execution id; one that has ended, or that Athena does not know, is no error. */
public final class AthenaStop implements Consumer<String> {
    private final AwsClients clients;

    /** Works with the given clients; calls nothing yet. */
    public AthenaStop(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public void accept(String queryExecutionId) {
        AwsErrors.call("athena:StopQueryExecution", "query " + queryExecutionId, () -> {
            try {
                clients.athena().stopQueryExecution(r -> r.queryExecutionId(queryExecutionId));
                return true;
            } catch (InvalidRequestException e) {
                return false;
            }
        });
    }
}
