package io.featurestore.local.athena.files;

import io.featurestore.local.athena.sql.QueryFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds projected partitions among the objects that exist. Athena calculates the locations of all partitions and
/// lists each; here the objects are listed once, and each belongs to a partition if the beginning of its name is
/// the location of one. So the number of possible partitions does not matter.
final class LocationTemplate {
    private static final Pattern URI = Pattern.compile("s3[an]?://(.*)", Pattern.DOTALL);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    private final Projection projection;
    private final Pattern pattern;
    private final String start;

    /// Creates a template.
    ///
    /// @throws QueryFailure if its text is no location in S3
    LocationTemplate(Projection projection) throws QueryFailure {
        this.projection = projection;
        Matcher uri = URI.matcher(projection.template());
        if (!uri.matches()) {
            throw QueryFailure.user(
                    "INVALID_TABLE_PROPERTY",
                    "The storage.location.template does not begin with s3://: " + projection.template());
        }
        String text = uri.group(1);
        List<String> keys = List.copyOf(projection.keys().keySet());
        List<ProjectedKey> projected = List.copyOf(projection.keys().values());
        Map<String, Integer> seen = new HashMap<>();
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int end = 0;
        int first = text.length();
        while (placeholder.find()) {
            regex.append(Pattern.quote(text.substring(end, placeholder.start())));
            first = Math.min(first, placeholder.start());
            end = placeholder.end();
            int key = keys.indexOf(placeholder.group(1));
            if (key < 0) {
                throw QueryFailure.user(
                        "INVALID_TABLE_PROPERTY",
                        "The storage.location.template names no partition column: " + placeholder.group());
            }
            regex.append(
                    seen.putIfAbsent(placeholder.group(1), key) == null
                            ? "(?<k" + key + ">" + projected.get(key).pattern() + ")"
                            : "\\k<k" + key + ">");
        }
        regex.append(Pattern.quote(text.substring(end)));
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        this.start = text.substring(0, first);
    }

    /// Returns the beginning of the names of all objects that may belong to a partition, as `bucket/key`. It has
    /// no slash if the bucket depends on the partition.
    String start() {
        return start;
    }

    /// A place in a projected partition.
    ///
    /// @param values the values of the partition, in the order of the keys
    /// @param below the rest of the object's key
    record Place(List<String> values, String below) {}

    /// Returns the partition of an object; empty if it belongs to none.
    ///
    /// @param object the name of the object, as `bucket/key`
    Optional<Place> place(String object) {
        Matcher matcher = pattern.matcher(object);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        int number = 0;
        for (ProjectedKey key : projection.keys().values()) {
            Optional<String> value = key.value(matcher.group("k" + number));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
            number++;
        }
        return Optional.of(new Place(values, object.substring(matcher.end())));
    }
}
