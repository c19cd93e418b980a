package io.featurestore.steps.publish;

import io.featurestore.steps.Limits;
import io.featurestore.steps.work.OutputFiles;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Publishes the output as part files below a prefix. Each part is copied to a file whose name no other
/// execution uses. With `overwrite`, only the files that an earlier export's manifest names are replaced.
///
/// @param context the output and its documents
/// @param parts the parts, in order
record PartFiles(OutputContext context, List<ObjectRef> parts) implements Publisher {
    @Override
    public PublishIntent prepare() {
        List<S3Uri> targets = targets();
        ExistingOutput existing = context.existing(targets);
        if (existing.isManifest() && context.ifExists() == IfExists.REFUSE) {
            // The prefix is empty, so the output that this manifest describes is gone. Without it, the write of
            // the new manifest decides which of several exports publishes.
            context.store().delete(List.of(context.manifest().uri()));
        }
        Set<S3Uri> written = Set.copyOf(targets);
        List<S3Uri> obsolete = Stream.concat(
                        existing.partFiles().stream().filter(file -> !written.contains(file)),
                        context.report().isPresent() ? Stream.empty() : existing.report().stream())
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
                .mapToObj(i -> OutputFiles.partFile(
                        context.form().output(),
                        context.form().format(),
                        context.form().compression(),
                        context.job().execution().name(),
                        i))
                .toList();
    }
}
