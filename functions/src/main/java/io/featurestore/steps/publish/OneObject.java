package io.featurestore.steps.publish;

import java.util.List;

import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.assemble.PartJoin;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;

/**
 * The output is one object, replaced only with {@code overwrite}, in one step.
 *
 * @param context what to work with
 * @param sources the parts in order, or the query's result itself
 */
record OneObject(OutputContext context, List<ObjectRef> sources) implements Publisher {
    @Override
    public PublishIntent prepare() {
        boolean there = context.store()
                .describe(context.form().output())
                .filter(object -> !context.ownership().isOurs(object))
                .isPresent();
        if (there && context.ifExists() == IfExists.REFUSE) {
            throw ObjectAssembly.outputExists(context.form().output(), null);
        }
        // Without a report of its own, this export leaves no older one beside its object.
        List<S3Uri> obsolete = context.report().isPresent() ? List.of() : ReportFile.earlier(context).stream().toList();
        return new PublishIntent(context.manifest().uri(), List.of(context.form().output()), context.report(), there, obsolete);
    }

    @Override
    public Published publish() {
        AssemblyPlan plan = AssemblyPlan.of(PartJoin.segments(context.form().format(), context.store(), sources),
                context.limits());
        ObjectRef object = new ObjectAssembly(context.store(), context.work(), context.ownership())
                .assemble(context.form().output(), context.contentType(), plan, context.ifExists());
        return new Published(List.of(object), plan.parts().size());
    }

    /** The object is the commitment; a manifest left without its object is of no worth. */
    @Override
    public IfExists manifestIfExists() {
        return IfExists.REPLACE;
    }
}
