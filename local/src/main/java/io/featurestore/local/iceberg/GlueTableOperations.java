package io.featurestore.local.iceberg;

import io.featurestore.local.glue.Catalog;
import io.featurestore.local.http.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/// Reads and changes the entry of one Iceberg table in the data catalog, with the parameters of Iceberg's own catalog
/// for Glue (github.com/apache/iceberg, aws/src/main/java/org/apache/iceberg/aws/glue/GlueTableOperations.java). The
/// version that a caller read decides whether its commit wins.
final class GlueTableOperations extends BaseMetastoreTableOperations {
    static final String METADATA = METADATA_LOCATION_PROP;

    private final Catalog entries;
    private final FileIO files;
    private final String database;
    private final String name;

    GlueTableOperations(Catalog entries, FileIO files, TableIdentifier table) {
        this.entries = entries;
        this.files = files;
        this.database = database(table);
        this.name = table.name();
    }

    /// Returns the database of a table.
    ///
    /// @throws NoSuchTableException if the name has not one level above it
    static String database(TableIdentifier table) {
        if (table.namespace().length() != 1) {
            throw new NoSuchTableException("The table %s needs a database and a name", table);
        }
        return table.namespace().level(0);
    }

    @Override
    protected String tableName() {
        return database + "." + name;
    }

    @Override
    public FileIO io() {
        return files;
    }

    @Override
    protected void doRefresh() {
        Optional<Catalog.Table> entry = entries.table(database, name);
        if (entry.isEmpty() && currentMetadataLocation() != null) {
            throw new NoSuchTableException("The table %s is no more", tableName());
        }
        if (entry.isPresent() && (!entry.get().iceberg() || location(entry).isEmpty())) {
            throw new NoSuchTableException("The table %s is no Iceberg table with metadata", tableName());
        }
        // A file of this machine that cannot be read now cannot be read a moment later.
        refreshFromMetadataLocation(location(entry).orElse(null), 0);
    }

    @Override
    protected void doCommit(TableMetadata base, TableMetadata metadata) {
        String written = writeNewMetadataIfRequired(base == null, metadata);
        try {
            replaceEntry(Optional.ofNullable(base), metadata, written);
        } catch (CommitFailedException | AlreadyExistsException | NotFoundException e) {
            files.deleteFile(written);
            throw e;
        } catch (RuntimeException e) {
            // The entry may name the new metadata already, so they must stay.
            throw new CommitStateUnknownException(e);
        }
    }

    private void replaceEntry(Optional<TableMetadata> base, TableMetadata metadata, String written) {
        Optional<Catalog.Table> entry = entries.table(database, name);
        if (!Objects.equals(base.map(TableMetadata::metadataFileLocation), location(entry))) {
            throw new CommitFailedException("The table %s was changed meanwhile", tableName());
        }
        try {
            if (entry.isPresent()) {
                entries.replaceTable(
                        described(entry, metadata, written), entry.get().version());
            } else {
                entries.createTable(described(entry, metadata, written));
            }
        } catch (ServiceException e) {
            throw switch (e.code()) {
                case "ConcurrentModificationException" ->
                    new CommitFailedException(e, "The table %s was changed meanwhile", tableName());
                case "AlreadyExistsException" ->
                    new AlreadyExistsException(e, "The table %s exists already", tableName());
                case "EntityNotFoundException" ->
                    new NotFoundException(e, "The data catalog has no database or table for %s", tableName());
                default -> e;
            };
        }
    }

    private Catalog.Table described(Optional<Catalog.Table> entry, TableMetadata metadata, String written) {
        Map<String, String> parameters =
                new HashMap<>(entry.map(Catalog.Table::parameters).orElse(Map.of()));
        parameters.put(TABLE_TYPE_PROP, "ICEBERG");
        parameters.put(METADATA, written);
        location(entry).ifPresent(before -> parameters.put(PREVIOUS_METADATA_LOCATION_PROP, before));
        return new Catalog.Table(
                database,
                name,
                "EXTERNAL_TABLE",
                new Catalog.Storage(metadata.location(), GlueColumns.of(metadata), "", ""),
                List.of(),
                parameters,
                entry.map(Catalog.Table::version).orElse("0"));
    }

    private static Optional<String> location(Optional<Catalog.Table> entry) {
        return entry.flatMap(table -> Optional.ofNullable(table.parameters().get(METADATA)));
    }
}
