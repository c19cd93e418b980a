package io.featurestore.export.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Holds the options of the command line, each of the form `--name value`.
///
/// @param values value by name
record CommandOptions(Map<String, String> values) {
    private static final Set<String> NAMES = Set.of(
            "sizes",
            "compared",
            "rounds",
            "growth",
            "threads",
            "outputs",
            "contestants",
            "folder",
            "docs",
            "note",
            "jmh",
            "rows",
            "format",
            "groups",
            "sample",
            "seconds");

    /// Parses the options.
    ///
    /// @throws IllegalArgumentException if an option is unknown or has no value
    static CommandOptions of(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!NAMES.contains(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        arguments.get(i) + (NAMES.contains(name) ? " has no value" : " is no option"));
            }
            values.put(name, arguments.get(i + 1));
        }
        return new CommandOptions(values);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /// Returns the values of a comma-separated list.
    <T> List<T> list(String name, String otherwise, Function<String, T> value) {
        return Arrays.stream(text(name, otherwise).split(",", -1))
                .map(String::strip)
                .map(value)
                .collect(Collectors.toList());
    }
}
