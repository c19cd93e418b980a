package io.featurestore.steps.query;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.Locale;
import java.util.stream.Stream;

/// Refuses a work group in which an export cannot run its query or read its result, before the query costs money.
public final class WorkGroupCheck {
    private static final String OTHER = ", or name another work group with workgroup.";

    private final WorkGroup.Reader groups;
    private final ObjectStore objects;

    /// Creates a check of work groups, which may list objects in the given store.
    public WorkGroupCheck(WorkGroup.Reader groups, ObjectStore objects) {
        this.groups = groups;
        this.objects = objects;
    }

    /// Checks the work group with the given name.
    ///
    /// @param work the work folder of the execution
    /// @throws InvalidRequest naming the setting of the work group and what to do
    /// @throws AccessDenied if the work group may not be read
    public void check(String name, S3Uri work) {
        WorkGroup group = groups.find(name)
                .orElseThrow(() -> new InvalidRequest("There is no work group '" + name
                        + "' in this account and region. Create it, or name another work group with workgroup."));
        String subject = "Work group '" + name + "' ";
        if (!group.enabled()) {
            throw new InvalidRequest(subject + "is disabled. Enable it" + OTHER);
        }
        if (!runsSql(group.engine())) {
            throw new InvalidRequest(subject + "runs " + group.engine()
                    + ", which does not run SQL queries. Name a work group of Athena SQL with workgroup.");
        }
        if (group.managedResults()) {
            throw new InvalidRequest(subject + "keeps query results in Athena (ManagedQueryResultsConfiguration), so "
                    + "there is no result on S3 to read. Turn managed query results off" + OTHER);
        }
        if (group.identityCenter()) {
            throw new InvalidRequest(subject + "runs queries of IAM Identity Center users alone "
                    + "(IdentityCenterConfiguration), and an export runs with a role. Name another work group with "
                    + "workgroup.");
        }
        if (group.clientSideEncryption()) {
            throw new InvalidRequest(
                    subject + "encrypts results before they reach S3 (EncryptionConfiguration CSE_KMS), "
                            + "so an export cannot read them. Set SSE_S3 or SSE_KMS" + OTHER);
        }
        if (group.enforced()) {
            group.location().ifPresent(location -> checkLocation(subject, location, work));
        }
    }

    /// Returns whether an engine runs SQL. A group may also leave the choice to Athena.
    private static boolean runsSql(String engine) {
        String name = engine.toLowerCase(Locale.ROOT);
        return name.isEmpty() || name.equals("auto") || name.startsWith("athena engine");
    }

    private void checkLocation(String subject, String location, S3Uri work) {
        S3Uri uri = parse(subject, location);
        if (uri.bucket().equals(work.bucket()) && WorkFolder.isWork(uri)) {
            return;
        }
        try (Stream<ObjectRef> found = objects.list(uri)) {
            found.limit(1).forEach(_ -> {});
        } catch (AccessDenied e) {
            throw new InvalidRequest(
                    subject + "writes every result to " + location
                            + " (EnforceWorkGroupConfiguration), which an export "
                            + "may not read. Add the bucket to the deployment's outputBuckets, turn the override of "
                            + "client-side settings off" + OTHER,
                    e);
        }
    }

    private static S3Uri parse(String subject, String location) {
        try {
            return S3Uri.parse(location.endsWith("/") ? location : location + "/");
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(
                    subject + "writes every result to '" + location + "' (EnforceWorkGroupConfiguration), which cannot "
                            + "be read: " + e.getMessage() + ". Correct its location" + OTHER,
                    e);
        }
    }
}
