package io.featurestore.steps.versions;

import io.featurestore.steps.versions.PublishedVersions.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Removes the versions of a state machine that a newer one replaced long ago, and then the versions of its
/// functions that were replaced long ago and that no remaining definition names. A version that an alias
/// points to stays, and so does the newest one.
public final class OldVersions {
    private final PublishedVersions machines;
    private final Definitions definitions;
    private final PublishedVersions functions;

    /// Creates a removal that calls the given services.
    public OldVersions(PublishedVersions machines, Definitions definitions, PublishedVersions functions) {
        this.machines = machines;
        this.definitions = definitions;
        this.functions = functions;
    }

    /// Removes versions.
    ///
    /// @param machine the ARN of the state machine
    /// @param functionArns the ARNs of its functions, without a version
    /// @param replacedBefore the latest publication of the next version
    /// @return the ARNs of the removed versions
    /// @throws io.featurestore.failure.Failure as described at the ports
    public List<String> remove(String machine, List<String> functionArns, Instant replacedBefore) {
        List<String> removed = new ArrayList<>();
        List<String> remaining = new ArrayList<>(List.of(definitions.definition(machine)));
        List<Published> published = machines.of(machine);
        List<Published> old = replaced(published, replacedBefore);
        for (Published version : published) {
            if (old.contains(version) && machines.delete(version.arn())) {
                removed.add(version.arn());
            } else {
                remaining.add(definitions.definition(version.arn()));
            }
        }
        for (String function : functionArns) {
            for (Published version : replaced(functions.of(function), replacedBefore)) {
                if (!named(version, remaining) && functions.delete(version.arn())) {
                    removed.add(version.arn());
                }
            }
        }
        return removed;
    }

    private static List<Published> replaced(List<Published> versions, Instant before) {
        List<Published> sorted = versions.stream()
                .sorted(Comparator.comparing(Published::publishedAt))
                .toList();
        List<Published> replaced = new ArrayList<>();
        for (int i = 0; i + 1 < sorted.size(); i++) {
            if (sorted.get(i + 1).publishedAt().isBefore(before)) {
                replaced.add(sorted.get(i));
            }
        }
        return replaced;
    }

    /// Returns whether a definition names the version. A name ends with a quotation mark, so `:1` is not
    /// found in `:12`.
    private static boolean named(Published version, List<String> definitions) {
        return definitions.stream()
                .anyMatch(text -> text.contains(version.arn() + "\"") || text.contains(version.arn() + "'"));
    }
}
