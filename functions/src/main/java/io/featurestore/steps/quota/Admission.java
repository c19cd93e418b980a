package io.featurestore.steps.quota;

import io.featurestore.failure.Failure.TooManyExports;
import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Execution;
import java.util.Comparator;
import java.util.OptionalInt;

/// Decides whether an export may run now, before anything is paid for, and how many of its chunks may be
/// converted at the same time.
public final class Admission {
    private static final Comparator<RunningExports.Running> BY_START =
            Comparator.comparing(RunningExports.Running::startedAt).thenComparing(RunningExports.Running::name);

    private final RunningExports exports;
    private final LambdaAccount account;

    /// Creates an admission that asks the given services.
    public Admission(RunningExports exports, LambdaAccount account) {
        this.exports = exports;
        this.account = account;
    }

    /// Returns the concurrency of an export. Of the exports that run, the ones that started first stay.
    ///
    /// @param dryRun whether the export runs no query; such an export is never refused
    /// @throws TooManyExports if as many exports as the quota allows started earlier and still run
    /// @throws io.featurestore.failure.Failure as described at the ports
    public Concurrency admit(Execution execution, boolean dryRun, Quota quota) {
        int earlier = dryRun ? 0 : earlier(execution);
        if (!dryRun && earlier >= quota.exports()) {
            throw new TooManyExports("This deployment allows " + quota.exports() + " exports at the same time, and "
                    + earlier + " that started earlier still run. Run the export again when one of them has ended, or "
                    + "raise the setting concurrency.exports.");
        }
        return new Concurrency(
                quota.chunks(),
                quota.reserved() > 0 ? OptionalInt.empty() : OptionalInt.of(account.unreservedCalls()),
                earlier + 1);
    }

    private int earlier(Execution execution) {
        RunningExports.Running self = new RunningExports.Running(execution.name(), execution.startedAt());
        return (int) exports.beside(execution.id()).stream()
                .filter(other -> !other.name().equals(self.name()))
                .filter(other -> BY_START.compare(other, self) < 0)
                .count();
    }
}
