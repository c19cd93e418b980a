package io.featurestore.local.athena.files;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The values that partition projection gives to one partition key
/// (docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html). In a location each value is
/// written in one way only; that text decides whether a folder is a partition.
sealed interface ProjectedKey permits ProjectedKey.Choice, ProjectedKey.Numbers, ProjectedDates, ProjectedKey.Injected {
    /// Returns a regular expression, without groups, that matches at least the texts of all values.
    String pattern();

    /// Returns the value of the key for its text in a location; empty if the text is no projected value.
    Optional<String> value(String text);

    /// Holds the values of an enumeration.
    record Choice(Set<String> values) implements ProjectedKey {
        @Override
        public String pattern() {
            return values.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        }

        @Override
        public Optional<String> value(String text) {
            return values.contains(text) ? Optional.of(text) : Optional.empty();
        }
    }

    /// Holds integers.
    ///
    /// @param first the smallest integer
    /// @param last the largest integer
    /// @param step the difference between two neighbours
    /// @param digits the least number of digits
    record Numbers(long first, long last, long step, int digits) implements ProjectedKey {
        @Override
        public String pattern() {
            return "-?[0-9]{1,19}";
        }

        @Override
        public Optional<String> value(String text) {
            if (!text.matches(pattern())) {
                return Optional.empty();
            }
            long number;
            try {
                number = Long.parseLong(text);
            } catch (NumberFormatException e) {
                // It has more digits than a long.
                return Optional.empty();
            }
            boolean projected =
                    number >= first && number <= last && Math.floorMod(Math.subtractExact(number, first), step) == 0;
            return projected && text.equals(written(number)) ? Optional.of(text) : Optional.empty();
        }

        private String written(long number) {
            return digits == 0 ? Long.toString(number) : String.format("%0" + digits + "d", number);
        }
    }

    /// Holds the values that the query names.
    ///
    /// @param values the values, in the order of the query
    record Injected(List<String> values) implements ProjectedKey {
        @Override
        public String pattern() {
            return values.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        }

        @Override
        public Optional<String> value(String text) {
            return values.contains(text) ? Optional.of(text) : Optional.empty();
        }
    }
}
