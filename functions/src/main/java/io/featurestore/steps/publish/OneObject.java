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
 * @param site what to work with
 * @param sources the parts in order, or the query's result itself
 */
record OneObject(Site site, List<ObjectRef> sources) implements Publishing {
    @Override
    public Publication prepare() {
        boolean there = site.store()
                .describe(site.request().output())
                .filter(object -> !site.ownership().isOurs(object))
                .isPresent();
        if (there && site.ifExists() == IfExists.REFUSE) {
            throw ObjectAssembly.outputExists(site.request().output(), null);
        }
        // Without a report of its own, this export leaves no older one beside its object.
        List<S3Uri> obsolete = site.report().isPresent() ? List.of() : ReportFile.earlier(site).stream().toList();
        return new Publication(site.manifest().uri(), List.of(site.request().output()), site.report(), there, obsolete);
    }

    @Override
    public Published publish() {
        AssemblyPlan plan = AssemblyPlan.of(PartJoin.segments(site.request().format(), site.store(), sources),
                site.limits());
        ObjectRef object = new ObjectAssembly(site.store(), site.work(), site.ownership())
                .assemble(site.request().output(), site.contentType(), plan, site.ifExists());
        return new Published(List.of(object), plan.parts().size());
    }

    /** The object is the commitment; a manifest left without its object is of no worth. */
    @Override
    public IfExists manifestIfExists() {
        return IfExists.REPLACE;
    }
}
