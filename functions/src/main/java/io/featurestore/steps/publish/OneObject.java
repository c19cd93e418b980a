package io.featurestore.steps.publish;

import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.assemble.Segment;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.function.Supplier;

/// Publishes the output as one object, in one step. Replaces an object only with `overwrite`.
///
/// @param context the output and its documents
/// @param segments reads which bytes the object consists of
record OneObject(OutputContext context, Supplier<List<Segment>> segments) implements Publisher {
    @Override
    public PublishIntent prepare() {
        ExistingOutput existing = context.existing(List.of());
        // An export without a report deletes an older report beside its object.
        List<S3Uri> obsolete = context.report().isPresent()
                ? List.of()
                : existing.report().stream().toList();
        return new PublishIntent(
                context.manifest().uri(),
                List.of(context.form().output()),
                context.report(),
                existing.isObject(),
                obsolete);
    }

    @Override
    public Published publish() {
        AssemblyPlan plan = AssemblyPlan.of(segments.get(), context.limits());
        ObjectRef object = new ObjectAssembly(context.store(), context.work(), context.ownership())
                .assemble(context.form().output(), context.contentType(), plan, context.ifExists());
        return new Published(List.of(object), plan.parts().size());
    }

    /// Returns REPLACE. The write of the object decides who publishes; a manifest without its object may be
    /// replaced.
    @Override
    public IfExists manifestIfExists() {
        return IfExists.REPLACE;
    }
}
