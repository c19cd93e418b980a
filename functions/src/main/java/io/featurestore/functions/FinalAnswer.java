package io.featurestore.functions;

import io.featurestore.steps.publish.ExportResult;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.steps.publish.results.Loss;
import java.util.Optional;

/// Holds the answer of FinalizeExport.
///
/// @param status the next step
/// @param result the execution's output; present if the output is published
/// @param chunkList the list of the chunks to convert again
/// @param chunks the number of chunks to convert again
/// @param failure the error of a chunk that cannot be converted
public record FinalAnswer(
        Status status,
        Optional<ExportResult> result,
        Optional<ObjectLocation> chunkList,
        Optional<Integer> chunks,
        Optional<EndedExecution.Caught> failure) {
    /// Names the next step.
    public enum Status {
        /// The output is published.
        DONE,
        /// Some chunks must be converted again.
        REPAIR,
        /// A chunk cannot be converted, so the export fails.
        LOST
    }

    static FinalAnswer of(Finalizer.Answer answer) {
        return switch (answer) {
            case Finalizer.Answer.Done done ->
                new FinalAnswer(
                        Status.DONE, Optional.of(done.result()), Optional.empty(), Optional.empty(), Optional.empty());
            case Finalizer.Answer.Repair repair ->
                new FinalAnswer(
                        Status.REPAIR,
                        Optional.empty(),
                        Optional.of(ObjectLocation.of(repair.chunkList())),
                        Optional.of(repair.chunks()),
                        Optional.empty());
            case Finalizer.Answer.Lost(Loss loss) ->
                new FinalAnswer(
                        Status.LOST,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new EndedExecution.Caught(loss.error(), Optional.of(loss.cause()))));
        };
    }
}
