package io.featurestore.export.benchmarks.whole;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Holds a state of an execution, from its entry to its exit.
///
/// @param state its name
/// @param from seconds since the execution's start
/// @param to seconds since the execution's start
public record Visit(String state, double from, double to) {
    /// Returns the visited states of a successful execution's history, in order.
    static List<Visit> of(List<HistoryEvent> history) {
        Instant start = history.getFirst().timestamp();
        List<Visit> visits = new ArrayList<>();
        double entered = 0;
        for (HistoryEvent event : history) {
            double at = Duration.between(start, event.timestamp()).toMillis() / 1000.0;
            if (event.stateEnteredEventDetails() != null) {
                entered = at;
            } else if (event.stateExitedEventDetails() != null) {
                visits.add(new Visit(event.stateExitedEventDetails().name(), entered, at));
            }
        }
        return visits;
    }
}
