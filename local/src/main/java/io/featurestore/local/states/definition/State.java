package io.featurestore.local.states.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes a state of a checked definition.
public sealed interface State {
    /// Returns the common part of all states.
    Head head();

    /// Returns the retriers and catchers of the state.
    default ErrorHandling handling() {
        return ErrorHandling.NONE;
    }

    /// The common part of all states.
    ///
    /// @param next the following state; null ends the flow
    record Head(
            String name,
            @Nullable String next,
            @Nullable Template output,
            @Nullable Template assign) {}

    /// Calls a Lambda function: `arn:aws:states:::lambda:invoke`.
    record Task(Head head, Template arguments, @Nullable Template timeoutSeconds, ErrorHandling handling)
            implements State {}

    /// Passes on its input, or its `Output`.
    record Pass(Head head) implements State {}

    /// Chooses the next state. The output and the assignments of the head belong to the default.
    ///
    /// @param otherwise the state that follows if no rule is true; null makes the state fail
    record Choice(Head head, List<Rule> rules, @Nullable String otherwise) implements State {}

    /// A rule of a choice.
    record Rule(
            Template condition,
            String next,
            @Nullable Template output,
            @Nullable Template assign) {}

    /// Waits. Exactly one of `seconds` and `timestamp` is present.
    record Wait(
            Head head, @Nullable Template seconds, @Nullable Template timestamp) implements State {}

    /// Ends the flow successfully.
    record Succeed(Head head) implements State {}

    /// Ends the flow with an error.
    record Fail(
            Head head, @Nullable Template error, @Nullable Template cause) implements State {}

    /// Runs several flows at the same time.
    record Parallel(
            Head head, List<Flow> branches, @Nullable Template arguments, ErrorHandling handling) implements State {}

    /// Runs a flow for each item.
    ///
    /// @param items the array of items; null means the state's input, unless there is an item reader
    /// @param distributed the options of a distributed map; null for an inline map
    record ForEach(
            Head head,
            Flow processor,
            @Nullable Template items,
            @Nullable Template itemSelector,
            @Nullable Template maxConcurrency,
            @Nullable Distributed distributed,
            ErrorHandling handling)
            implements State {}

    /// The options that only a distributed map has.
    record Distributed(
            String label,
            String executionType,
            @Nullable Reader reader,
            @Nullable Batcher batcher,
            @Nullable Template toleratedCount,
            @Nullable Template toleratedPercentage,
            @Nullable Template writer) {}

    /// Reads the items from an object in S3.
    ///
    /// @param arguments the `Bucket` and the `Key`
    /// @param lines true for JSON Lines, false for one JSON array
    record Reader(
            Template arguments, boolean lines, @Nullable Template maxItems) {}

    /// Gives each child several items. At least one of the two limits is present.
    record Batcher(
            @Nullable Template maxItems,
            @Nullable Template maxBytes,
            @Nullable Template batchInput) {}

    /// Returns the state's type as the language writes it.
    default String type() {
        return switch (this) {
            case Task _ -> "Task";
            case Pass _ -> "Pass";
            case Choice _ -> "Choice";
            case Wait _ -> "Wait";
            case Succeed _ -> "Succeed";
            case Fail _ -> "Fail";
            case Parallel _ -> "Parallel";
            case ForEach _ -> "Map";
        };
    }
}
