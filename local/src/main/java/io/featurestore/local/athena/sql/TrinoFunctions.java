package io.featurestore.local.athena.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the Trino functions that are served and their equivalents in DuckDB, read from the file
/// {@code trino-functions.txt}.
final class TrinoFunctions {
    private static final Pattern ARGUMENT = Pattern.compile("\\$([1-9])");
    private static final Map<String, String> TABLE = load();

    private TrinoFunctions() {}

    /// Returns DuckDB's name of a function that takes the same arguments, or empty if there is none.
    static Optional<String> renamed(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    /// Returns the DuckDB expression that replaces a call, or empty if the file has none for this number of
    /// arguments.
    ///
    /// @param type the base of the type of the first argument
    static Optional<String> expression(String name, String type, List<String> arguments) {
        String key = name + "/" + arguments.size();
        String found = TABLE.getOrDefault(key + ":" + type, TABLE.get(key));
        return Optional.ofNullable(found).map(template -> {
            Matcher matcher = ARGUMENT.matcher(template);
            return "(" + matcher.replaceAll(m -> Matcher.quoteReplacement(argument(m, arguments))) + ")";
        });
    }

    private static String argument(MatchResult match, List<String> arguments) {
        return arguments.get(Integer.parseInt(match.group(1)) - 1);
    }

    private static Map<String, String> load() {
        Map<String, String> table = new HashMap<>();
        try (InputStream file =
                Objects.requireNonNull(TrinoFunctions.class.getResourceAsStream("trino-functions.txt"))) {
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .map(String::trim)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] sides = line.split(" = ", 2);
                        table.put(sides[0], sides[sides.length - 1]);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(table);
    }
}
