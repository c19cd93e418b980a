package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds a page of a listing.
///
/// @param objects the objects on it
/// @param commonPrefixes the prefixes up to the delimiter, each of which stands for all its keys
/// @param next the last key or common prefix, if more come after it
public record ObjectPage(List<Listed> objects, List<String> commonPrefixes, Optional<String> next) {
    /// Describes an object of a listing.
    ///
    /// @param key its key
    /// @param info its description
    public record Listed(String key, ObjectInfo info) {}

    public int size() {
        return objects.size() + commonPrefixes.size();
    }

    public boolean truncated() {
        return next.isPresent();
    }

    /// Reads a page. A common prefix is on it only if it comes after `after`.
    ///
    /// @param delimiter empty for none
    /// @param after the key or common prefix before the page; empty for none
    public static ObjectPage read(
            ObjectFiles files, String bucket, String prefix, String delimiter, String after, int max)
            throws IOException {
        List<Listed> objects = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        KeyWalk walk = files.walk(bucket, prefix, after);
        String last = after;
        for (Optional<String> found = walk.next(); found.isPresent() && max > 0; found = walk.next()) {
            String key = found.get();
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String entry = at < 0 ? key : key.substring(0, at + delimiter.length());
            if (at >= 0 && entry.endsWith("/")) {
                walk.leave(entry);
            }
            if (at >= 0 && (entry.equals(last) || Names.KEY_ORDER.compare(entry, after) <= 0)) {
                continue;
            }
            Optional<ObjectInfo> info = at < 0 ? files.find(bucket, key) : Optional.empty();
            if (at < 0 && info.isEmpty()) {
                // Deleted since the walk saw it.
                continue;
            }
            if (objects.size() + commonPrefixes.size() == max) {
                return new ObjectPage(objects, commonPrefixes, Optional.of(last));
            }
            info.ifPresentOrElse(i -> objects.add(new Listed(key, i)), () -> commonPrefixes.add(entry));
            last = entry;
        }
        return new ObjectPage(objects, commonPrefixes, Optional.empty());
    }
}
