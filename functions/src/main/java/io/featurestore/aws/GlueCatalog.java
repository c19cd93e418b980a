package io.featurestore.aws;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.TableNotFound;
import io.featurestore.store.Catalog;
import io.featurestore.store.TableEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.DataCatalog;
import software.amazon.awssdk.services.athena.model.DataCatalogType;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DatabaseIdentifier;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableIdentifier;

/// Reads tables of AWS Glue data catalogs with `GetTable`.
///
/// Glue follows a resource link if the caller may read its target, and otherwise answers the link itself
/// (docs.aws.amazon.com/lake-formation/latest/dg/resource-links-glue-apis.html). A link that was not followed is
/// followed here, so that a denial names the table that may not be read.
public final class GlueCatalog implements Catalog {
    private static final int MAX_LINKS = 4;

    private final Supplier<GlueClient> glue;
    private final Supplier<AthenaClient> athena;

    /// Creates a catalog. It makes no call yet.
    public GlueCatalog(AwsClients clients) {
        this(clients::glue, clients::athena);
    }

    GlueCatalog(Supplier<GlueClient> glue, Supplier<AthenaClient> athena) {
        this.glue = glue;
        this.athena = athena;
    }

    @Override
    public Optional<Registered> registered(String name) {
        String action = "athena:GetDataCatalog";
        String resource = "data catalog " + name;
        return AwsErrors.call(action, resource, () -> {
            try {
                return Optional.of(registered(
                        athena.get().getDataCatalog(r -> r.name(name)).dataCatalog()));
            } catch (InvalidRequestException e) {
                Failure failure = AwsErrors.translate(e, action, resource);
                if (failure instanceof Internal && AwsErrors.message(e).contains("not found")) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    private static Registered registered(DataCatalog catalog) {
        return catalog.type() == DataCatalogType.GLUE
                ? new Registered(
                        Kind.GLUE, Optional.ofNullable(catalog.parameters().get("catalog-id")))
                : new Registered(Kind.FEDERATED, Optional.empty());
    }

    @Override
    public Optional<Description> table(TableEntry entry) {
        Optional<Table> found = find(entry);
        if (found.isEmpty()) {
            return databaseTarget(entry).map(target -> follow(entry, target, MAX_LINKS));
        }
        return Optional.of(described(entry, entry, found.get(), MAX_LINKS));
    }

    /// Describes the answer for a table, or follows it if it is a link.
    ///
    /// @param asked the table that was asked for
    /// @param at the table that was read
    private Description described(TableEntry asked, TableEntry at, Table table, int links) {
        TableIdentifier link = table.targetTable();
        if (link == null) {
            TableEntry actual = actual(at, table);
            return description(table, actual.equals(asked) ? Optional.empty() : Optional.of(actual));
        }
        TableEntry target = new TableEntry(
                Optional.ofNullable(link.catalogId()).or(at::catalogId), link.databaseName(), link.name());
        checkRegion(at, target, link.region());
        return table.storageDescriptor() == null ? follow(at, target, links) : description(table, Optional.of(target));
    }

    private Description follow(TableEntry link, TableEntry target, int links) {
        if (links == 0) {
            throw new TableNotFound("The table " + link + " is one of a chain of more than " + MAX_LINKS
                    + " resource links. Let the first one lead to the table itself.");
        }
        Table table = find(target)
                .orElseThrow(() -> new TableNotFound("The table " + link + " is a resource link to " + target
                        + ", which does not exist. Correct the link, or create the table."));
        return described(link, target, table, links - 1);
    }

    /// Returns the table that the entry leads to if its database is a resource link; empty if it is none.
    private Optional<TableEntry> databaseTarget(TableEntry entry) {
        String resource = "database " + entry.catalogId().map(id -> id + ".").orElse("") + entry.database();
        DatabaseIdentifier link = AwsErrors.call("glue:GetDatabase", resource, () -> {
            try {
                return glue.get()
                        .getDatabase(r -> r.catalogId(catalogId(entry)).name(entry.database()))
                        .database()
                        .targetDatabase();
            } catch (EntityNotFoundException e) {
                return null;
            }
        });
        if (link == null) {
            return Optional.empty();
        }
        TableEntry target = new TableEntry(
                Optional.ofNullable(link.catalogId()).or(entry::catalogId), link.databaseName(), entry.name());
        checkRegion(entry, target, link.region());
        return Optional.of(target);
    }

    private void checkRegion(TableEntry link, TableEntry target, @Nullable String region) {
        String own = glue.get().serviceClientConfiguration().region().id();
        if (region != null && !region.isEmpty() && !region.equals(own)) {
            throw new InvalidRequest("The table " + link + " is a resource link to " + target + " in " + region
                    + ", and an export reads tables of its own region, " + own + ". Run the export in " + region + ".");
        }
    }

    private Optional<Table> find(TableEntry entry) {
        return AwsErrors.call("glue:GetTable", "table " + entry, () -> {
            try {
                return Optional.of(glue.get()
                        .getTable(r -> r.catalogId(catalogId(entry))
                                .databaseName(entry.database())
                                .name(entry.name()))
                        .table());
            } catch (EntityNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /// Returns where a table is. If its database is a resource link, Glue answers with the database behind it.
    private static TableEntry actual(TableEntry asked, Table table) {
        String database = table.databaseName();
        return database == null || database.equals(asked.database())
                ? asked
                : new TableEntry(Optional.ofNullable(table.catalogId()).or(asked::catalogId), database, asked.name());
    }

    private static @Nullable String catalogId(TableEntry entry) {
        return entry.catalogId().orElse(null);
    }

    private static Description description(Table table, Optional<TableEntry> target) {
        List<Column> columns = table.storageDescriptor() == null
                ? List.of()
                : columns(table.storageDescriptor().columns());
        return new Description(
                columns, columns(table.partitionKeys()), iceberg(table.parameters()), location(table), target);
    }

    private static Optional<String> location(Table table) {
        return Optional.ofNullable(table.storageDescriptor()).flatMap(s -> Optional.ofNullable(s.location()));
    }

    /// Returns the current columns. The entry of an Iceberg table also has columns of earlier schemas, marked as
    /// not current.
    private static List<Column> columns(List<software.amazon.awssdk.services.glue.model.Column> columns) {
        return columns.stream()
                .filter(c -> !"false".equals(c.parameters().get("iceberg.field.current")))
                .map(c -> new Column(c.name(), c.type() == null ? "" : c.type()))
                .toList();
    }

    private static boolean iceberg(Map<String, String> parameters) {
        return "ICEBERG".equalsIgnoreCase(parameters.get("table_type"));
    }
}
