package io.featurestore.store.files;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.store.Table;
import io.featurestore.store.files.projection.KeyProjection;
import io.featurestore.store.files.projection.LocationTemplate;
import io.featurestore.store.files.projection.LocationTemplate.Match;
import io.featurestore.store.files.projection.PartitionProjection;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Knows the folders of projected partitions. There may be any number of them, so they are never all
/// computed: folders that exist are compared with the projection.
final class ProjectedFolders implements PartitionFolders {
    /// The most values of one key that are tried one by one.
    private static final int MOST_VALUES = 10_000;
    /// The most partitions that are counted: 28 years of hours.
    private static final long MOST_COUNTED = 250_000;

    private final PartitionProjection projection;
    private final RowSelection selection;
    private final String bucket;
    private final LocationTemplate keyTemplate;

    /// A location whose first parts are known.
    private record Beginning(String text, Map<String, String> spellings, Map<String, String> values) {
        Beginning plus(String more) {
            return new Beginning(text + more, spellings, values);
        }

        Beginning plus(String key, String spelling, String folder, String value) {
            Map<String, String> moreSpellings = new HashMap<>(spellings);
            moreSpellings.put(key, spelling);
            Map<String, String> moreValues = new HashMap<>(values);
            moreValues.put(key, value);
            return new Beginning(text + folder, moreSpellings, moreValues);
        }
    }

    ProjectedFolders(Table table, PartitionProjection projection, RowSelection selection) throws UnlistableException {
        this.projection = projection;
        this.selection = selection;
        for (Table.Column key : table.partitionKeys()) {
            if (projection.key(key.name()).size().isEmpty()
                    && selection.values(key.name()).isEmpty()) {
                throw new InvalidQuery("The partition key '" + key.name() + "' of table " + table.qualifiedName()
                        + " has injected projection, so Athena needs its value wherever it "
                        + "reads the table. Set records to all, includeDeleted to true, and where to a condition that "
                        + "includes " + key.name() + " = 'a value' or " + key.name() + " IN ('a value', 'another').");
            }
        }
        String fixed = projection.fixed().replaceFirst("^s3[an]://", "s3://");
        int slash = fixed.startsWith("s3://") ? fixed.indexOf('/', "s3://".length()) : -1;
        if (slash < 0) {
            throw new UnlistableException(
                    "the locations of its projected partitions, which begin with '" + fixed + "', name no bucket");
        }
        this.bucket = fixed.substring("s3://".length(), slash);
        this.keyTemplate = projection.after(projection.fixed().length() - fixed.length() + slash + 1);
        uri(keyTemplate.parts().getFirst() instanceof LocationTemplate.Text text ? text.text() : "");
    }

    private S3Uri uri(String key) throws UnlistableException {
        try {
            return new S3Uri(bucket, key);
        } catch (IllegalArgumentException e) {
            throw new UnlistableException(
                    "the location 's3://" + bucket + "/" + key + "' cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public List<S3Uri> prefixes() throws UnlistableException {
        List<Beginning> beginnings = List.of(new Beginning("", Map.of(), Map.of()));
        for (LocationTemplate.Part part : keyTemplate.parts()) {
            Optional<List<Beginning>> next =
                    switch (part) {
                        case LocationTemplate.Text text ->
                            Optional.of(beginnings.stream()
                                    .map(beginning -> beginning.plus(text.text()))
                                    .toList());
                        case LocationTemplate.Key key -> extended(beginnings, key.name());
                    };
            if (next.isEmpty()) {
                break;
            }
            beginnings = next.get();
        }
        List<S3Uri> prefixes = new ArrayList<>();
        for (Beginning beginning : beginnings) {
            prefixes.add(uri(beginning.text()));
        }
        return prefixes;
    }

    /// Appends each value of a key; empty if there are too many.
    private Optional<List<Beginning>> extended(List<Beginning> beginnings, String key) {
        KeyProjection keys = projection.key(key);
        Optional<Set<Object>> constants = selection.values(key);
        OptionalLong size = keys.size();
        if (constants.isEmpty() && size.orElse(Long.MAX_VALUE) > MOST_VALUES) {
            return Optional.empty();
        }
        List<Beginning> extended = new ArrayList<>();
        for (Beginning beginning : beginnings) {
            String known = beginning.spellings().get(key);
            Stream<String> spellings = known != null
                    ? Stream.of(known)
                    : constants.isPresent()
                            ? constants.get().stream()
                                    .flatMap(c -> keys.spelling(c).stream())
                                    .distinct()
                            : keys.spellings();
            for (Iterator<String> each = spellings.iterator(); each.hasNext(); ) {
                String spelling = each.next();
                Beginning next = beginning.plus(
                        key,
                        spelling,
                        projection.folder(spelling),
                        keys.value(spelling).orElseThrow());
                if (selection.mayKeep(next.values())) {
                    extended.add(next);
                }
                if (extended.size() > MOST_PREFIXES && size.isPresent()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(extended);
    }

    /// Returns the number of projected partitions. Athena lists each of them, also those that do not exist
    /// (docs.aws.amazon.com/athena/latest/ug/partition-projection.html, "if too many of your partitions are
    /// empty"). Empty if there are more than {@value #MOST_COUNTED}: a projection of all years is no
    /// statement about what a query lists, as Athena could not list so many.
    @Override
    public OptionalLong count() {
        List<String> keys = keyTemplate.parts().stream()
                .flatMap(part -> part instanceof LocationTemplate.Key key ? Stream.of(key.name()) : Stream.of())
                .distinct()
                .toList();
        long count = count(new HashMap<>(), keys);
        return count > MOST_COUNTED ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /// Returns the number of partitions with the given values, or more than {@value #MOST_COUNTED} if there
    /// are too many.
    private long count(Map<String, String> values, List<String> keys) {
        if (keys.isEmpty()) {
            return 1;
        }
        String key = keys.getFirst();
        List<String> others = keys.subList(1, keys.size());
        List<String> kept = new ArrayList<>();
        for (Iterator<String> each = spellings(key).iterator(); each.hasNext() && kept.size() <= MOST_COUNTED; ) {
            String value = projection.key(key).value(each.next()).orElseThrow();
            values.put(key, value);
            if (selection.mayKeep(values)) {
                kept.add(value);
            }
        }
        // A range of times excludes others only within its first and its last value.
        long count = Math.max(0, kept.size() - 2) * most(others) > MOST_COUNTED ? MOST_COUNTED + 1 : 0;
        for (Iterator<String> each = kept.iterator(); each.hasNext() && count <= MOST_COUNTED; ) {
            values.put(key, each.next());
            count += count(values, others);
        }
        values.remove(key);
        return count;
    }

    /// Returns the number of combinations of the keys' values, at most one more than {@value #MOST_COUNTED}.
    private long most(List<String> keys) {
        long most = 1;
        for (String key : keys) {
            long size = selection
                    .values(key)
                    .map(constants -> (long) constants.size())
                    .orElseGet(() -> projection.key(key).size().orElse(1));
            most = Math.min(MOST_COUNTED + 1, most * Math.min(MOST_COUNTED + 1, size));
        }
        return most;
    }

    /// Returns the spellings of the values that a key may have.
    private Stream<String> spellings(String key) {
        KeyProjection keys = projection.key(key);
        return selection
                .values(key)
                .map(constants -> constants.stream()
                        .flatMap(c -> keys.spelling(c).stream())
                        .distinct())
                .orElseGet(keys::spellings);
    }

    @Override
    public List<Owner> owners(S3Uri folder) {
        if (!folder.bucket().equals(bucket)) {
            return List.of();
        }
        List<Match> matches = keyTemplate.match(folder.key(), projection::value);
        return matches.stream()
                .map(match -> new Owner(new S3Uri(bucket, folder.key().substring(0, match.length())), match.values()))
                .toList();
    }

    @Override
    public boolean selected(Owner owner) {
        return selection.mayKeep(owner.values());
    }
}
