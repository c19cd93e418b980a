package io.featurestore.store.files.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Splits the location of a projected partition into fixed texts and the spellings of the partition keys.
///
/// @param parts the parts, in order
public record LocationTemplate(List<Part> parts) {
    /// Is a part of a location.
    public sealed interface Part {}

    /// A fixed text.
    ///
    /// @param text the text
    public record Text(String text) implements Part {}

    /// The spelling of a partition key.
    ///
    /// @param name the key's name
    public record Key(String name) implements Part {}

    /// Makes the list immutable.
    public LocationTemplate {
        parts = List.copyOf(parts);
    }

    /// Parses a template such as `year=${year}/month=${month}/`. A folder's final slash is added.
    ///
    /// @param keys the table's partition keys, in lower case
    /// @throws IllegalArgumentException if a key is missing or unknown; the message completes a sentence whose
    ///     subject is the template
    static LocationTemplate parse(String template, List<String> keys) {
        List<Part> parts = new ArrayList<>();
        List<String> missing = new ArrayList<>(keys);
        String text = template.endsWith("/") ? template : template + "/";
        int at = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            String name = text.substring(start + 2, end);
            String key = keys.stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "it has the placeholder ${" + name + "}, and the table has no such partition key"));
            if (start > at) {
                parts.add(new Text(text.substring(at, start)));
            }
            parts.add(new Key(key));
            missing.remove(key);
            at = end + 1;
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("it has no placeholder ${" + missing.getFirst() + "}");
        }
        parts.add(new Text(text.substring(at)));
        return new LocationTemplate(parts);
    }

    /// Returns the fixed text before the first key.
    String fixed() {
        return parts.getFirst() instanceof Text text ? text.text() : "";
    }

    /// Returns this template without the first characters of its fixed text.
    LocationTemplate without(int characters) {
        List<Part> rest = new ArrayList<>(parts);
        String first = fixed().substring(characters);
        if (parts.getFirst() instanceof Text) {
            rest.removeFirst();
        }
        if (!first.isEmpty()) {
            rest.addFirst(new Text(first));
        }
        return new LocationTemplate(rest);
    }

    /// A partition whose location a text begins with.
    ///
    /// @param values the partition's values, by key
    /// @param length the length of the location
    public record Match(Map<String, String> values, int length) {
        /// Makes the map immutable.
        public Match {
            values = Map.copyOf(values);
        }
    }

    /// Returns all partitions whose location a text begins with. Usually there is at most one.
    ///
    /// @param value finds the value of a key with a spelling; empty if there is none
    public List<Match> match(String text, BiFunction<String, String, Optional<String>> value) {
        List<Match> matches = new ArrayList<>();
        match(text, 0, 0, new HashMap<>(), new HashMap<>(), value, matches);
        return matches;
    }

    private void match(
            String text,
            int at,
            int part,
            Map<String, String> spellings,
            Map<String, String> values,
            BiFunction<String, String, Optional<String>> value,
            List<Match> matches) {
        if (part == parts.size()) {
            matches.add(new Match(values, at));
            return;
        }
        switch (parts.get(part)) {
            case Text fixed -> {
                if (text.startsWith(fixed.text(), at)) {
                    match(text, at + fixed.text().length(), part + 1, spellings, values, value, matches);
                }
            }
            case Key key -> {
                String before = spellings.get(key.name());
                if (before != null) {
                    if (text.startsWith(before, at)) {
                        match(text, at + before.length(), part + 1, spellings, values, value, matches);
                    }
                    return;
                }
                String next = part + 1 < parts.size() && parts.get(part + 1) instanceof Text fixed ? fixed.text() : "";
                for (int end = text.indexOf(next, at + 1);
                        end > 0 && end <= text.length();
                        end = end == text.length() ? -1 : text.indexOf(next, end + 1)) {
                    String spelling = text.substring(at, end);
                    Optional<String> found = value.apply(key.name(), spelling);
                    if (found.isPresent()) {
                        spellings.put(key.name(), spelling);
                        values.put(key.name(), found.get());
                        match(text, end, part + 1, spellings, values, value, matches);
                        spellings.remove(key.name());
                        values.remove(key.name());
                    }
                }
            }
        }
    }
}
