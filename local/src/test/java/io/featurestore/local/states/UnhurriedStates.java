package io.featurestore.local.states;

import io.featurestore.local.lambda.Functions;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.states.run.Arns;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// Opens Step Functions with waits that a test observes instead of sleeping, for tests of other packages.
public final class UnhurriedStates {
    private UnhurriedStates() {}

    /// Opens the service for the account 123456789012 in eu-west-1.
    ///
    /// @param waits takes each wait of an execution: the delay before a retry, and the time of a Wait state
    public static StatesService open(
            Documents documents, Buckets buckets, Functions functions, Clock clock, Consumer<Duration> waits) {
        return new StatesService(
                documents, buckets, functions, clock, waits::accept, new Arns("123456789012", "eu-west-1"));
    }
}
