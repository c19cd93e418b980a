package io.featurestore.store;

import io.featurestore.failure.FeatureGroupNotFound;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.OfflineStoreDisabled;
import io.featurestore.failure.TableNotFound;
import io.featurestore.records.ColumnType;
import io.featurestore.store.FeatureGroups.OfflineStore;
import io.featurestore.store.FeatureGroups.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the table of a feature group's offline store. Reads the table's name from the feature group
/// ({@code OfflineStoreConfig.DataCatalogConfig}) and never derives it from the group's name.
public final class TableResolver {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /// Names a table as the query and as the data catalog know it.
    ///
    /// @param catalog the catalog's name in Athena
    /// @param entry the table in the Glue data catalog
    private record Place(String catalog, TableEntry entry) {
        @Override
        public String toString() {
            return (catalog.equals(Table.OWN_CATALOG) ? "" : catalog + ".") + entry.database() + "." + entry.name();
        }
    }

    /// The columns that the feature store adds
    /// (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-offline.html).
    private static final List<String> SYSTEM_COLUMNS = List.of("write_time", "api_invocation_time", "is_deleted");

    private TableResolver() {}

    /// Returns the table of a feature group. `featureGroupName` is a name or an ARN. `database` replaces the
    /// database, not the table's name.
    ///
    /// The group names its catalog as `AwsDataCatalog`, as the id of an account, or by the name under which it is
    /// registered in Athena. `AwsDataCatalog` is the catalog of the account that owns the group. If that is another
    /// account than the caller's, `database` names a database of the caller's own catalog, such as a resource link
    /// to the other account's. A catalog type that the query engine does not have becomes `unknown`; the
    /// query's result then has the type.
    ///
    /// A group that is being created has no offline store yet and fails with `OfflineStoreDisabled`: the caller
    /// can wait. A group whose creation failed, or that is being deleted, counts as not found. After a failed
    /// deletion the group's data still exists and can be exported.
    ///
    /// @param caller the account and region that run the export; empty if they are not known
    /// @throws FeatureGroupNotFound if no such group exists, its creation failed, or it is being deleted
    /// @throws OfflineStoreDisabled if the group has no offline store, or one that is blocked or disabled
    /// @throws TableNotFound if the group names no table, the catalog does not have the table, or it is not the
    ///     table of an offline store
    /// @throws InvalidRequest if the catalog is no Glue data catalog, or the table is in another region
    public static Table resolve(
            String featureGroupName,
            Optional<String> database,
            Optional<Caller> caller,
            FeatureGroups groups,
            Catalog catalog) {
        FeatureGroups.Description group = groups.describe(featureGroupName)
                .orElseThrow(
                        () -> new FeatureGroupNotFound(
                                "There is no feature group '"
                                        + featureGroupName
                                        + "' in this account and region. Check the name (capitals count), the account and the region."));
        checkStatus(group);
        OfflineStore store = store(group);
        TableName named = store.table()
                .orElseThrow(() -> new TableNotFound("Feature group '" + group.name()
                        + "' names no table in the data catalog (it was created with DisableGlueTableCreation), so "
                        + "there is nothing to query. Create the feature group with DataCatalogConfig and let it make "
                        + "its table, or name an existing table in its DataCatalogConfig."));
        Place place = place(group, named, database, caller, catalog);
        Catalog.Description found = catalog.table(place.entry())
                .orElseThrow(() -> new TableNotFound("The data catalog has no table " + place
                        + ", which feature group '" + group.name() + "' names. "
                        + (database.isPresent()
                                ? "Check database; the feature group's own is " + named.database() + "."
                                : "If it is in another database, set database; else create it again.")));
        Table table = new Table(
                group.name(),
                place.catalog(),
                place.entry().database(),
                place.entry().name(),
                store.iceberg() || found.iceberg(),
                liesInStore(found, store),
                group.recordIdentifier(),
                group.eventTime(),
                group.features(),
                columns(found.columns()),
                columns(found.partitionKeys()),
                found.target().orElse(place.entry()));
        checkColumns(table);
        return table;
    }

    private static void checkStatus(FeatureGroups.Description group) {
        String name = "Feature group '" + group.name() + "' ";
        String reason = group.failureReason().map(r -> " (" + r + ")").orElse("");
        switch (group.status()) {
            case CREATING ->
                throw new OfflineStoreDisabled(
                        name
                                + "is still being created, so its offline store is not ready. Export when its status is Created.");
            case CREATE_FAILED ->
                throw new FeatureGroupNotFound(name + "could not be created" + reason
                        + ". Delete it, create it again and put its records first.");
            case DELETING ->
                throw new FeatureGroupNotFound(
                        name
                                + "is being deleted. Export another feature group, or create it again and put its records first.");
            case CREATED, DELETE_FAILED, OTHER -> {
                // The offline store and the catalog are checked next.
            }
        }
    }

    private static OfflineStore store(FeatureGroups.Description group) {
        String name = "feature group '" + group.name() + "' ";
        OfflineStore store = group.offlineStore()
                .orElseThrow(() -> new OfflineStoreDisabled("There is nothing to export: " + name
                        + "has no offline store. Create a feature group with OfflineStoreConfig."));
        String reason = store.blockedReason().map(r -> " (" + r + ")").orElse("");
        return switch (store.status()) {
            case ACTIVE, OTHER -> store;
            case BLOCKED ->
                throw new OfflineStoreDisabled("The offline store of " + name + "is blocked"
                        + reason
                        + ", so records are missing from it. Remove the reason, such as a permission the feature "
                        + "group's role lacks, and export when its status is Active.");
            case DISABLED ->
                throw new OfflineStoreDisabled("The offline store of " + name + "is disabled" + reason
                        + ". Use a feature group whose offline store is active.");
        };
    }

    private static Place place(
            FeatureGroups.Description group,
            TableName named,
            Optional<String> database,
            Optional<Caller> caller,
            Catalog catalog) {
        String name = named.catalog().orElse(Table.OWN_CATALOG);
        String inDatabase = database.orElse(named.database());
        // SageMaker spells the name of the own catalog in varying case.
        boolean own = name.equalsIgnoreCase(Table.OWN_CATALOG);
        if (!own && !ACCOUNT.matcher(name).matches()) {
            return new Place(name, new TableEntry(registered(group, name, catalog), inDatabase, named.name()));
        }
        Optional<String> owner = own ? group.arn().flatMap(Caller::ofArn).map(Caller::account) : Optional.of(name);
        boolean foreign = caller.isPresent()
                && owner.isPresent()
                && !owner.get().equals(caller.get().account())
                && !(own && database.isPresent());
        return foreign
                ? new Place(caller.get().catalogOf(owner.get()), new TableEntry(owner, inDatabase, named.name()))
                : new Place(Table.OWN_CATALOG, new TableEntry(Optional.empty(), inDatabase, named.name()));
    }

    /// Returns the id of the Glue data catalog that is registered in Athena under a name.
    private static Optional<String> registered(FeatureGroups.Description group, String name, Catalog catalog) {
        Catalog.Registered registered = catalog.registered(name)
                .orElseThrow(() -> new TableNotFound("Feature group '" + group.name() + "' names the data catalog '"
                        + name + "', which is not registered in Athena in this account and region. Register it as a "
                        + "data source, or let the group's DataCatalogConfig name another."));
        if (registered.kind() != Catalog.Kind.GLUE) {
            throw new InvalidRequest("Feature group '" + group.name() + "' names the data catalog '" + name
                    + "', which is no AWS Glue data catalog but a federated one. An export reads tables of Glue data "
                    + "catalogs alone; let the group's DataCatalogConfig name one.");
        }
        return registered.catalogId();
    }

    /// Returns whether the table's files lie where the service writes the group's files. Only there is it known what
    /// the folders mean.
    private static boolean liesInStore(Catalog.Description table, OfflineStore store) {
        return table.location()
                .flatMap(
                        location -> store.location().map(own -> folder(location).startsWith(folder(own))))
                .orElse(false);
    }

    private static String folder(String uri) {
        String plain = uri.replaceFirst("^s3[an]://", "s3://");
        return plain.endsWith("/") ? plain : plain + "/";
    }

    private static List<Table.Column> columns(List<Catalog.Column> columns) {
        return columns.stream()
                .map(c -> new Table.Column(c.name().toLowerCase(Locale.ROOT), type(c.type())))
                .toList();
    }

    private static ColumnType type(String text) {
        try {
            return ColumnType.parse(text);
        } catch (IllegalArgumentException e) {
            // The catalog accepts any text as a type. The engine decides whether it can read such a column.
            return ColumnType.Simple.UNKNOWN;
        }
    }

    private static void checkColumns(Table table) {
        List<String> needed = new ArrayList<>(List.of(table.recordIdentifier(), table.eventTime()));
        needed.addAll(SYSTEM_COLUMNS);
        String missing = needed.stream().filter(c -> table.column(c).isEmpty()).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new TableNotFound("Table " + table.qualifiedName() + " is not the offline store of "
                    + "feature group '" + table.featureGroupName() + "': it lacks " + missing
                    + ". Let database and the group's DataCatalogConfig name the table that the feature store writes.");
        }
    }
}
