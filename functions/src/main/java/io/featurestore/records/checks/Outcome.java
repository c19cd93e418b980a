package io.featurestore.records.checks;

import java.util.List;
import java.util.Optional;

/**
 * What came of one expectation.
 *
 * @param column the column; empty for one on the records as a whole
 * @param rule the request's field
 * @param expected what was expected, as the request spells it
 * @param kept whether no record breaks it
 * @param violations how many records break it; 1 where the records as a whole do
 * @param firstRecords the numbers in the output, from 1, of the first of them, at most {@value ViolationCount#SHOWN}
 * @param found what was found instead; empty where records break it
 */
public record Outcome(Optional<String> column, String rule, String expected, boolean kept, long violations,
        List<Long> firstRecords, Optional<String> found) {
    /** Copies the list. */
    public Outcome {
        firstRecords = List.copyOf(firstRecords);
    }

    /** Returns the violation in a sentence's words. */
    public String inWords() {
        String what = column.map(name -> "column '" + name + "', ").orElse("") + rule + " " + expected + ": ";
        return what + found.orElseGet(() -> violations + (violations == 1 ? " record" : " records") + ", first "
                + firstRecords.stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse(""));
    }
}
