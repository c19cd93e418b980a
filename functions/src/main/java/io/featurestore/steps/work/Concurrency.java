package io.featurestore.steps.work;

import io.featurestore.steps.Limits;
import java.util.Optional;
import java.util.OptionalInt;

/// Says how many chunks of an export may be converted at the same time.
///
/// @param setting the number that the deployment allows
/// @param account the concurrent calls that the account leaves to functions without a reservation; empty if
///     calls are reserved for the converters
/// @param exports the exports that share these calls: this one and those that ran when it started
public record Concurrency(int setting, OptionalInt account, int exports) {
    /// The concurrency of a deployment that limits nothing.
    public static final Concurrency DEFAULT = new Concurrency(Limits.MAX_CONCURRENCY, OptionalInt.empty(), 1);

    /// Refuses numbers below 1.
    public Concurrency {
        if (setting < 1 || exports < 1) {
            throw new IllegalArgumentException("a concurrency of " + setting + " for " + exports + " exports");
        }
    }

    /// Returns the number of chunks: the setting, but at most this export's share of four fifths of the
    /// account's calls. The rest is for the account's other functions. In an account of 10 calls, five
    /// exports that start one after the other get 8, 4, 2, 2 and 1: 17 children for 10 calls, so a refused
    /// call finds a place within the two minutes for which it is repeated. Without shares there would be 40.
    public int chunks() {
        return account.isPresent() ? Math.min(setting, Math.max(1, account.getAsInt() * 4 / 5 / exports)) : setting;
    }

    /// Returns a sentence for the caller if the account allows less than the setting.
    public Optional<String> warning() {
        return chunks() < setting
                ? Optional.of(
                        "The account allows " + account.getAsInt() + " concurrent calls of Lambda, so " + chunks()
                                + " chunks are converted at the same time and not the " + setting
                                + " of the setting concurrency.chunks. Ask for a higher quota of Lambda's concurrent executions.")
                : Optional.empty();
    }
}
