package io.featurestore.steps.quota;

/// Describes the account's quota of Lambda.
@FunctionalInterface
public interface LambdaAccount {
    /// Returns the number of concurrent calls that the account leaves to functions without a reservation.
    ///
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    int unreservedCalls();
}
