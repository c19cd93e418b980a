package io.featurestore.store.files;

import io.featurestore.failure.AccessDenied;
import io.featurestore.store.files.Findings.Deletes;
import io.featurestore.store.files.Findings.Planning;
import io.featurestore.store.files.PartitionFolders.Owner;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Finds the files in the folders of partitions.
///
/// A table of at most {@value #SMALL} objects is listed whole, which takes at most eleven requests and tells
/// about objects that belong to no partition. Of a larger table, only the prefixes that hold the selected
/// partitions are listed: at most {@value PartitionFolders#MOST_PREFIXES} below the table's location, and one
/// for each partition elsewhere. Each takes a request per 1,000 objects. After {@value #MOST} objects the
/// search gives up.
final class FolderFiles {
    private static final int SMALL = 10_000;
    private static final long MOST = 1_000_000;
    /// The number of prefixes whose first page is requested at the same time.
    private static final int AT_ONCE = 32;
    /// The order of S3's listings.
    private static final Comparator<S3Uri> BY_KEY = Comparator.comparing(S3Uri::bucket)
            .thenComparing(S3Uri::key, (a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));

    private final ObjectStore objects;
    private static final int LISTED_PER_REQUEST = 1_000;
    private long listed;
    private long files;
    private long partitionsWithFiles;
    private Map<String, String> last = Map.of();
    private long invisible;

    FolderFiles(ObjectStore objects) {
        this.objects = objects;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    Findings visit(String location, PartitionFolders partitions, Consumer<DataFile> each) throws UnlistableException {
        S3Uri place = PartitionFolders.folder(location);
        List<S3Uri> prefixes = disjoint(partitions.prefixes());
        Optional<List<ObjectRef>> whole = whole(place);
        OwnerLookup owners = new OwnerLookup(partitions);
        Consumer<DataFile> counted = file -> {
            files++;
            if (!file.partition().equals(last)) {
                last = file.partition();
                partitionsWithFiles++;
            }
            each.accept(file);
        };
        if (whole.isPresent()) {
            visitWhole(place, whole.get(), prefixes, owners, counted);
        } else {
            visitPrefixes(prefixes, owners, counted);
        }
        return new Findings(
                Optional.empty(),
                whole.isPresent() ? OptionalLong.of(invisible) : OptionalLong.empty(),
                location,
                Deletes.NONE,
                new Planning(partitions.count().orElse(partitionsWithFiles) + files / LISTED_PER_REQUEST, 0));
    }

    /// Returns all objects below the table's location; empty if there are too many, or access is denied.
    private Optional<List<ObjectRef>> whole(S3Uri place) {
        List<ObjectRef> all = new ArrayList<>();
        try (Stream<ObjectRef> listing = objects.list(place)) {
            Iterator<ObjectRef> each = listing.iterator();
            while (each.hasNext()) {
                if (all.size() == SMALL) {
                    return Optional.empty();
                }
                all.add(each.next());
            }
            return Optional.of(all);
        } catch (AccessDenied e) {
            // A role may be allowed to list the partitions' folders alone.
            return Optional.empty();
        }
    }

    private void visitWhole(
            S3Uri place, List<ObjectRef> whole, List<S3Uri> prefixes, OwnerLookup owners, Consumer<DataFile> each)
            throws UnlistableException {
        List<S3Uri> outside = prefixes.stream()
                .filter(prefix -> !PartitionFolders.below(prefix, place))
                .toList();
        List<S3Uri> before = outside.stream()
                .filter(prefix -> BY_KEY.compare(prefix, place) < 0 && !PartitionFolders.below(place, prefix))
                .toList();
        visitPrefixes(before, owners, each);
        if (outside.stream().noneMatch(prefix -> PartitionFolders.below(place, prefix))) {
            for (ObjectRef object : whole) {
                if (!visit(object, owners, each) && FolderFiles.isData(object, place)) {
                    invisible++;
                }
            }
        }
        visitPrefixes(
                outside.stream().filter(prefix -> !before.contains(prefix)).toList(), owners, each);
    }

    private void visitPrefixes(List<S3Uri> prefixes, OwnerLookup owners, Consumer<DataFile> each)
            throws UnlistableException {
        for (int from = 0; from < prefixes.size(); from += AT_ONCE) {
            List<S3Uri> some = prefixes.subList(from, Math.min(from + AT_ONCE, prefixes.size()));
            List<Listing> listings = Parallel.map(some, AT_ONCE, prefix -> new Listing(objects.list(prefix)));
            for (Listing listing : listings) {
                try (listing) {
                    while (listing.hasNext()) {
                        if (++listed > MOST) {
                            throw new UnlistableException("there are more than " + MOST
                                    + " objects in the folders of the partitions; a shorter eventTimeRange, or a "
                                    + "condition on the partition keys, leaves fewer");
                        }
                        visit(listing.next(), owners, each);
                    }
                }
            }
        }
    }

    /// Hands the object over once for each selected partition that has it. Returns whether it is visible.
    private static boolean visit(ObjectRef object, OwnerLookup owners, Consumer<DataFile> each) {
        boolean visible = false;
        for (Owner owner : owners.of(object)) {
            visible = true;
            if (owners.selected(owner) && isData(object, owner.folder())) {
                each.accept(new DataFile(object, owner.values()));
            }
        }
        return visible;
    }

    private static boolean isData(ObjectRef object, S3Uri folder) {
        String key = object.uri().key();
        if (object.size() == 0 || key.endsWith("/")) {
            return false;
        }
        for (String name : key.substring(folder.key().length()).split("/")) {
            if (name.startsWith("_") || name.startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /// Returns the prefixes in the order of keys, without those that lie below another one.
    private static List<S3Uri> disjoint(List<S3Uri> prefixes) {
        List<S3Uri> disjoint = new ArrayList<>();
        prefixes.stream().sorted(BY_KEY).forEach(prefix -> {
            if (disjoint.isEmpty() || !PartitionFolders.below(prefix, disjoint.getLast())) {
                disjoint.add(prefix);
            }
        });
        return disjoint;
    }

    /// Lists a prefix. The first page is requested when it is created.
    private static final class Listing implements AutoCloseable {
        private final Stream<ObjectRef> stream;
        private final Iterator<ObjectRef> iterator;
        private boolean more;

        Listing(Stream<ObjectRef> stream) {
            this.stream = stream;
            this.iterator = stream.iterator();
            this.more = iterator.hasNext();
        }

        boolean hasNext() {
            return more;
        }

        ObjectRef next() {
            ObjectRef next = iterator.next();
            more = iterator.hasNext();
            return next;
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /// Finds the partitions of objects. Objects of one folder follow one another, so the last answer is kept.
    private static final class OwnerLookup {
        private final PartitionFolders partitions;
        private Optional<S3Uri> folder = Optional.empty();
        private List<Owner> owners = List.of();

        OwnerLookup(PartitionFolders partitions) {
            this.partitions = partitions;
        }

        List<Owner> of(ObjectRef object) {
            String key = object.uri().key();
            S3Uri holder = new S3Uri(object.uri().bucket(), key.substring(0, key.lastIndexOf('/') + 1));
            if (!folder.equals(Optional.of(holder))) {
                folder = Optional.of(holder);
                owners = partitions.owners(holder);
            }
            return owners;
        }

        boolean selected(Owner owner) {
            return partitions.selected(owner);
        }
    }
}
