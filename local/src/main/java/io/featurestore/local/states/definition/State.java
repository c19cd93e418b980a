package io.featurestore.local.states.definition;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A state of a definition that was found to be right. */
public sealed interface State {
    /** What all states have. */
    Head head();

    /** What to do when the state fails. */
    default ErrorHandling handling() {
        return ErrorHandling.NONE;
    }

    /**
     * What all states have.
     *
     * @param next the following state; null ends the flow
     */
    record Head(String name, @Nullable String next, @Nullable Template output, @Nullable Template assign) {}

    /** Calls a function: {@code arn:aws:states:::lambda:invoke}. */
    record Task(Head head, Template arguments, @Nullable Template timeoutSeconds, ErrorHandling handling) implements State {}

    /** Hands on its input or output. */
    record Pass(Head head) implements State {}

    /**
     * Branches. The head's output and assignments are those of the default.
     *
     * @param otherwise the state that follows when no rule holds; null fails
     */
    record Choice(Head head, List<Rule> rules, @Nullable String otherwise) implements State {}

    /** A rule of a choice. */
    record Rule(Template condition, String next, @Nullable Template output, @Nullable Template assign) {}

    /** Waits; exactly one of the two is there. */
    record Wait(Head head, @Nullable Template seconds, @Nullable Template timestamp) implements State {}

    /** Ends the flow well. */
    record Succeed(Head head) implements State {}

    /** Ends the flow with an error. */
    record Fail(Head head, @Nullable Template error, @Nullable Template cause) implements State {}

    /** Runs flows beside each other. */
    record Parallel(Head head, List<Flow> branches, @Nullable Template arguments, ErrorHandling handling) implements State {}

    /**
     * Runs a flow for each item.
     *
     * @param items the array of items; null: the state's input, unless a reader is there
     * @param distributed what a distributed map has besides; null: an inline map
     */
    record ForEach(Head head, Flow processor, @Nullable Template items, @Nullable Template itemSelector,
            @Nullable Template maxConcurrency, @Nullable Distributed distributed, ErrorHandling handling) implements State {}

    /** What a distributed map has besides. */
    record Distributed(String label, String executionType, @Nullable Reader reader, @Nullable Batcher batcher,
            @Nullable Template toleratedCount, @Nullable Template toleratedPercentage, @Nullable Template writer) {}

    /**
     * Reads the items from an object.
     *
     * @param arguments give {@code Bucket} and {@code Key}
     * @param lines JSON Lines; else one JSON array
     */
    record Reader(Template arguments, boolean lines, @Nullable Template maxItems) {}

    /** Gives each child several items; at least one of the two bounds is there. */
    record Batcher(@Nullable Template maxItems, @Nullable Template maxBytes, @Nullable Template batchInput) {}

    /** Returns the state's type as the language writes it. */
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
