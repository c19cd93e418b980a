package io.featurestore.aws;

import io.featurestore.store.Catalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;

/// Reads tables of the AWS Glue data catalog with `GetTable`.
public final class GlueCatalog implements Catalog {
    private final Supplier<GlueClient> client;

    /// Creates a catalog. It makes no call yet.
    public GlueCatalog(AwsClients clients) {
        this(clients::glue);
    }

    GlueCatalog(Supplier<GlueClient> client) {
        this.client = client;
    }

    @Override
    public Optional<Description> table(String database, String name) {
        return AwsErrors.call("glue:GetTable", "table " + database + "." + name, () -> {
            try {
                return Optional.of(description(client.get()
                        .getTable(r -> r.databaseName(database).name(name))
                        .table()));
            } catch (EntityNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static Description description(Table table) {
        List<Column> columns = table.storageDescriptor() == null
                ? List.of()
                : columns(table.storageDescriptor().columns());
        return new Description(
                columns, columns(table.partitionKeys()), iceberg(table.parameters()), location(table));
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
