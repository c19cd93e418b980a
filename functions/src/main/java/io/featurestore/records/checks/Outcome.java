package io.featurestore.records.checks;

import java.util.List;
import java.util.Optional;

/// The result of checking one expectation.
///
/// @param column the column; empty for an expectation on the records as a whole
/// @param rule the field of the request
/// @param expected the expected value, as the request spells it
/// @param kept whether the expectation is met
/// @param violations number of records that violate it; 1 if the records as a whole do
/// @param firstRecords the numbers of the first violating records in the output, counted from 1; at most
///     {@value ViolationCount#SHOWN}
/// @param found what was found instead, for an expectation on the records as a whole; otherwise empty
public record Outcome(
        Optional<String> column,
        String rule,
        String expected,
        boolean kept,
        long violations,
        List<Long> firstRecords,
        Optional<String> found) {
    /// Makes the list unmodifiable.
    public Outcome {
        firstRecords = List.copyOf(firstRecords);
    }

    /// Returns a description of the violation for an error message.
    public String inWords() {
        String what = column.map(name -> "column '" + name + "', ").orElse("") + rule + " " + expected + ": ";
        return what
                + found.orElseGet(() -> violations + (violations == 1 ? " record" : " records") + ", first "
                        + firstRecords.stream()
                                .map(String::valueOf)
                                .reduce((a, b) -> a + ", " + b)
                                .orElse(""));
    }
}
