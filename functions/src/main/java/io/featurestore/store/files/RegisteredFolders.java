package io.featurestore.store.files;

import io.featurestore.store.Table;
import io.featurestore.store.TableStorage.Partition;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Knows the folders of registered partitions.
final class RegisteredFolders implements PartitionFolders {
    /// The value that stands for NULL in a partition key.
    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    private final S3Uri location;
    private final Map<S3Uri, List<Owner>> folders = new HashMap<>();
    private final RowSelection selection;

    private RegisteredFolders(S3Uri location, RowSelection selection) {
        this.location = location;
        this.selection = selection;
    }

    /// Returns the only folder of a table without partition keys.
    static RegisteredFolders unpartitioned(String location) throws UnlistableException {
        S3Uri folder = PartitionFolders.folder(location);
        RegisteredFolders folders = new RegisteredFolders(folder, RowSelection.ALL);
        folders.add(new Owner(folder, Map.of()));
        return folders;
    }

    static RegisteredFolders of(Table table, String location, List<Partition> partitions, RowSelection selection)
            throws UnlistableException {
        RegisteredFolders folders = new RegisteredFolders(PartitionFolders.folder(location), selection);
        for (Partition partition : partitions) {
            folders.add(new Owner(PartitionFolders.folder(partition.location()), values(table, partition)));
        }
        return folders;
    }

    private void add(Owner owner) {
        folders.computeIfAbsent(owner.folder(), _ -> new ArrayList<>(1)).add(owner);
    }

    private static Map<String, String> values(Table table, Partition partition) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0;
                i < table.partitionKeys().size() && i < partition.values().size();
                i++) {
            if (!partition.values().get(i).equals(NO_VALUE)) {
                values.put(
                        table.partitionKeys().get(i).name(), partition.values().get(i));
            }
        }
        return values;
    }

    @Override
    public List<S3Uri> prefixes() {
        Set<S3Uri> inside = new LinkedHashSet<>();
        Set<S3Uri> prefixes = new LinkedHashSet<>();
        folders.forEach((folder, owners) -> {
            if (owners.stream().anyMatch(this::selected)) {
                (PartitionFolders.below(folder, location) ? inside : prefixes).add(folder);
            }
        });
        prefixes.addAll(shortened(inside));
        return List.copyOf(prefixes);
    }

    /// Replaces the deepest folders by the ones that hold them, until few are left.
    private Set<S3Uri> shortened(Set<S3Uri> inside) {
        Set<S3Uri> left = inside;
        while (left.size() > MOST_PREFIXES) {
            long deepest =
                    left.stream().mapToLong(RegisteredFolders::depth).max().orElse(0);
            Set<S3Uri> next = new LinkedHashSet<>();
            for (S3Uri folder : left) {
                Optional<S3Uri> parent = depth(folder) == deepest && !folder.equals(location)
                        ? PartitionFolders.parent(folder)
                        : Optional.empty();
                next.add(parent.orElse(folder));
            }
            left = next;
        }
        return left;
    }

    private static long depth(S3Uri folder) {
        return folder.key().chars().filter(c -> c == '/').count();
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(folders.values().stream()
                .flatMap(List::stream)
                .filter(this::selected)
                .count());
    }

    @Override
    public List<Owner> owners(S3Uri folder) {
        List<Owner> owners = new ArrayList<>();
        for (Optional<S3Uri> at = Optional.of(folder); at.isPresent(); at = at.flatMap(PartitionFolders::parent)) {
            owners.addAll(folders.getOrDefault(at.get(), List.of()));
        }
        return owners;
    }

    @Override
    public boolean selected(Owner owner) {
        return selection.mayKeep(owner.values());
    }
}
