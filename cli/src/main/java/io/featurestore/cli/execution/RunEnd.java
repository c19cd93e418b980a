package io.featurestore.cli.execution;

import io.featurestore.cli.console.Texts;

/// Says how an execution ended.
public sealed interface RunEnd {
    /// It did what was asked.
    ///
    /// @param says the sentence for a user who had interrupted it before
    record Succeeded(RunResult result, String says) implements RunEnd {}

    /// It failed.
    ///
    /// @param code a code of the export, or an error name of Step Functions
    /// @param cause the sentence that the execution ended with
    record Failed(String code, String cause) implements RunEnd {
        @Override
        public String says() {
            return Texts.text("failed", code, cause);
        }
    }

    /// It exceeded its time limit.
    record TimedOut(String says) implements RunEnd {}

    /// Somebody stopped it.
    record Stopped(String says) implements RunEnd {}

    /// Returns the sentence for the user.
    String says();
}
