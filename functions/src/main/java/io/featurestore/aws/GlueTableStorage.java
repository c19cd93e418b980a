package io.featurestore.aws;

import io.featurestore.steps.Limits;
import io.featurestore.store.TableEntry;
import io.featurestore.store.TableStorage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Table;

/// Reads locations of tables and partitions in the AWS Glue data catalog with `GetTable` and `GetPartitions`.
public final class GlueTableStorage implements TableStorage {

    private final AwsClients clients;

    /// Creates a reader. It makes no call yet.
    public GlueTableStorage(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<Place> place(io.featurestore.store.Table table) {
        TableEntry entry = table.entry();
        return AwsErrors.call("glue:GetTable", "table " + entry, () -> {
            try {
                return place(glue().getTable(r -> r.catalogId(entry.catalogId().orElse(null))
                                .databaseName(entry.database())
                                .name(entry.name()))
                        .table());
            } catch (EntityNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Place> place(Table table) {
        return Optional.ofNullable(table.storageDescriptor())
                .filter(s -> s.location() != null && !s.location().isEmpty())
                .map(s -> new Place(s.location(), Optional.ofNullable(s.inputFormat()), table.parameters()));
    }

    @Override
    public List<Partition> partitions(io.featurestore.store.Table table) {
        return Stream.iterate(Optional.of(page(table, null)), Optional::isPresent, page -> page.map(
                                GetPartitionsResponse::nextToken)
                        .filter(t -> !t.isEmpty())
                        .map(t -> page(table, t)))
                .flatMap(Optional::stream)
                .flatMap(page -> page.partitions().stream())
                .filter(p ->
                        p.storageDescriptor() != null && p.storageDescriptor().location() != null)
                .map(p -> new Partition(p.values(), p.storageDescriptor().location()))
                .toList();
    }

    private GetPartitionsResponse page(io.featurestore.store.Table table, @Nullable String token) {
        TableEntry entry = table.entry();
        return AwsErrors.call("glue:GetPartitions", "table " + entry, () -> glue().getPartitions(
                        r -> r.catalogId(entry.catalogId().orElse(null))
                                .databaseName(entry.database())
                                .tableName(entry.name())
                                .excludeColumnSchema(true)
                                .maxResults(Limits.MAX_LISTED_PARTITIONS)
                                .nextToken(token)));
    }

    private GlueClient glue() {
        return clients.glue();
    }
}
