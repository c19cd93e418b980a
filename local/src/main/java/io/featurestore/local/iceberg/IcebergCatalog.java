package io.featurestore.local.iceberg;

import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.storage.Buckets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;

/// Gives Iceberg's library the Iceberg tables of the embedded data catalog. A table is an entry of the catalog whose
/// parameter `metadata_location` names the current metadata, as in Glue. A commit replaces the entry only if nobody
/// else did so meanwhile.
public final class IcebergCatalog extends BaseMetastoreCatalog {
    /// The number of times that a commit is tried again after another one won. The library's usual 4 is too few for
    /// many writers in one process.
    private static final String RETRIES = "30";

    private final Catalog entries;
    private final BucketFiles files;

    /// Creates the access to the tables of a data catalog.
    ///
    /// @param entries the data catalog
    /// @param buckets where the files of the tables are
    public IcebergCatalog(Catalog entries, Buckets buckets) {
        this.entries = entries;
        this.files = new BucketFiles(buckets);
    }

    /// Returns the access to the files.
    public BucketFiles files() {
        return files;
    }

    /// Loads a table.
    ///
    /// @throws NoSuchTableException if the data catalog has no Iceberg table of that name
    public Table load(String database, String name) {
        return loadTable(TableIdentifier.of(database, name));
    }

    /// Returns the location of the current metadata of a table; empty if the data catalog has no Iceberg table of
    /// that name.
    public Optional<String> metadataLocation(String database, String name) {
        return entries.table(database, name)
                .filter(Catalog.Table::iceberg)
                .flatMap(table -> Optional.ofNullable(table.parameters().get(GlueTableOperations.METADATA)));
    }

    /// Returns the properties that a table needs for several writers and for a long life.
    ///
    /// @param bounded the column that has bounds for each file however many columns there are
    public static Map<String, String> properties(String bounded) {
        return Map.of(
                TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + bounded,
                "full",
                TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
                "true",
                TableProperties.METADATA_PREVIOUS_VERSIONS_MAX,
                "10",
                TableProperties.COMMIT_NUM_RETRIES,
                RETRIES,
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS,
                "5",
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS,
                "200");
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier name) {
        return new GlueTableOperations(entries, files, name);
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier name) {
        throw new IllegalArgumentException("The table " + name + " needs a location: s3://bucket/prefix.");
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return entries.tables().stream()
                .filter(Catalog.Table::iceberg)
                .map(table -> TableIdentifier.of(table.database(), table.name()))
                .filter(name -> name.namespace().equals(namespace))
                .toList();
    }

    @Override
    public boolean dropTable(TableIdentifier name, boolean purge) {
        TableOperations operations = newTableOps(name);
        Optional<TableMetadata> last = purge ? Optional.ofNullable(operations.refresh()) : Optional.empty();
        if (metadataLocation(GlueTableOperations.database(name), name.name()).isEmpty()) {
            return false;
        }
        entries.removeTable(GlueTableOperations.database(name), name.name());
        last.ifPresent(metadata -> CatalogUtil.dropTableData(files, metadata));
        return true;
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException("The data catalog cannot rename the table " + from + ".");
    }
}
