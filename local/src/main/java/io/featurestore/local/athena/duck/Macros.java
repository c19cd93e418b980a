package io.featurestore.local.athena.duck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the macros of the file {@code macros.sql}. A session defines only those that its query uses, because
/// defining all of them takes longer than most queries.
final class Macros {
    private static final Pattern DEFINITION = Pattern.compile("(?ms)^CREATE MACRO (trino_\\w+)\\(.*?;$");
    private static final Pattern NAME = Pattern.compile("\\btrino_\\w+");
    private static final Map<String, String> BY_NAME = load();

    private Macros() {}

    /// Passes on the definitions of the macros that a query uses and that are not defined yet, each after those that
    /// it uses itself.
    ///
    /// @param defined the names of the macros that are defined; this method adds to it
    static void define(String sql, Set<String> defined, Consumer<String> definitions) {
        for (String name : names(sql)) {
            String definition = BY_NAME.get(name);
            if (definition != null && defined.add(name)) {
                define(definition, defined, definitions);
                definitions.accept(definition);
            }
        }
    }

    private static List<String> names(String sql) {
        return NAME.matcher(sql)
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();
    }

    private static Map<String, String> load() {
        Map<String, String> macros = new LinkedHashMap<>();
        try (InputStream file = Objects.requireNonNull(Macros.class.getResourceAsStream("macros.sql"))) {
            Matcher matcher = DEFINITION.matcher(new String(file.readAllBytes(), UTF_8));
            while (matcher.find()) {
                macros.put(matcher.group(1), matcher.group());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(macros);
    }
}
