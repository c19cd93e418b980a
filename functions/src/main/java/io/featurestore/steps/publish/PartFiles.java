package io.featurestore.steps.publish;

import io.featurestore.failure.OutputExists;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Publishes the output as part files below a prefix. Each part is copied to a file whose name no other execution
/// uses. With `overwrite`, only the files that an earlier export's manifest names are replaced.
///
/// @param context the output and its documents
/// @param parts the parts, in order
record PartFiles(OutputContext context, List<ObjectRef> parts) implements Publisher {
    @Override
    public PublishIntent prepare() {
        List<S3Uri> targets = targets();
        S3Uri prefix = context.form().output();
        boolean overwrite = context.form().overwrite();
        Optional<List<S3Uri>> earlier = overwrite ? context.manifest().earlierFiles(prefix) : Optional.empty();
        Set<S3Uri> expected = new HashSet<>(targets);
        expected.add(prefix);
        context.report().ifPresent(expected::add);
        earlier.ifPresent(files -> {
            expected.addAll(files);
            expected.add(context.manifest().uri());
        });
        context.store()
                .list(prefix)
                .map(ObjectRef::uri)
                .filter(uri -> !expected.contains(uri))
                .findFirst()
                .ifPresent(uri -> {
                    throw new OutputExists("There is " + uri + " already; "
                            + (overwrite
                                    ? "no manifest of an earlier export names it, and overwrite replaces only what an export "
                                            + "wrote. Remove it, or name another output."
                                    : "set overwrite to replace an earlier export, or name an empty prefix."));
                });
        List<S3Uri> obsolete = earlier.orElse(List.of()).stream()
                .filter(uri -> !targets.contains(uri) && !context.report().equals(Optional.of(uri)))
                .toList();
        return new PublishIntent(context.manifest().uri(), targets, context.report(), false, obsolete);
    }

    @Override
    public Published publish() {
        List<S3Uri> targets = targets();
        List<ObjectRef> files = Parallel.map(
                IntStream.range(0, parts.size()).boxed().toList(), Limits.FINAL_REQUESTS, i -> context.store()
                        .copy(
                                parts.get(i),
                                targets.get(i),
                                context.contentType(),
                                context.ownership().metadata(),
                                IfExists.REPLACE));
        return new Published(files, files.size());
    }

    @Override
    public IfExists manifestIfExists() {
        return context.ifExists();
    }

    private List<S3Uri> targets() {
        return IntStream.range(0, parts.size())
                .mapToObj(i -> OutputFiles.partFile(context.job(), i))
                .toList();
    }
}
