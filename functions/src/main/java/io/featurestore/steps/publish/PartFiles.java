package io.featurestore.steps.publish;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;

/**
 * The output is a prefix: every part is copied to a file whose name no other execution uses. With {@code overwrite} the
 * files that an earlier export's manifest names are replaced, and nothing else.
 *
 * @param site what to work with
 * @param parts the parts in order
 */
record PartFiles(Site site, List<ObjectRef> parts) implements Publishing {
    @Override
    public Publication prepare() {
        List<S3Uri> targets = targets();
        S3Uri prefix = site.request().output();
        boolean overwrite = site.request().overwrite();
        Optional<List<S3Uri>> earlier = overwrite ? site.manifest().earlierFiles(prefix) : Optional.empty();
        Set<S3Uri> expected = new HashSet<>(targets);
        expected.add(prefix);
        site.report().ifPresent(expected::add);
        earlier.ifPresent(files -> {
            expected.addAll(files);
            expected.add(site.manifest().uri());
        });
        site.store().list(prefix).map(ObjectRef::uri).filter(uri -> !expected.contains(uri)).findFirst().ifPresent(
                uri -> {
                    throw new ExportFailure.OutputExists("There is " + uri + " already; " + (overwrite
                            ? "no manifest of an earlier export names it, and overwrite replaces only what an export "
                                    + "wrote. Remove it, or name another output."
                            : "set overwrite to replace an earlier export, or name an empty prefix."));
                });
        List<S3Uri> obsolete = earlier.orElse(List.of()).stream()
                .filter(uri -> !targets.contains(uri) && !site.report().equals(Optional
                        .of(uri)))
                .toList();
        return new Publication(site.manifest().uri(), targets, site.report(), false, obsolete);
    }

    @Override
    public Published publish() {
        List<S3Uri> targets = targets();
        List<ObjectRef> files = Parallel.map(IntStream.range(0, parts.size()).boxed().toList(), Limits.FINAL_REQUESTS,
                i -> site.store()
                        .copy(parts.get(i), targets.get(i), site.contentType(), site.ownership().metadata(),
                                IfExists.REPLACE));
        return new Published(files, files.size());
    }

    @Override
    public IfExists manifestIfExists() {
        return site.ifExists();
    }

    private List<S3Uri> targets() {
        return IntStream.range(0, parts.size()).mapToObj(i -> OutputNames.partFile(site.export(), i)).toList();
    }
}
