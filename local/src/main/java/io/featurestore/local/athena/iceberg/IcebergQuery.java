package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.athena.sql.Unprintable;
import io.featurestore.local.athena.sql.VersionedCatalog;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;

/// Holds the Iceberg tables of one query, each in one state from the beginning to the end of the query. It is the data
/// catalog that the query sees: the columns of an Iceberg table are those of its metadata.
public final class IcebergQuery implements VersionedCatalog {
    /// The newest format that Athena reads (docs.aws.amazon.com/athena/latest/ug/querying-iceberg.html).
    private static final int NEWEST_FORMAT = 2;

    private final Catalog entries;
    private final IcebergCatalog iceberg;
    private final Pointers pointers;
    private final Map<String, Found> found = new HashMap<>();
    private final Map<String, State> states = new HashMap<>();
    private final Map<String, MemoryTable> metadata = new HashMap<>();
    private final Map<Pointed, Catalog.Table> versions = new HashMap<>();

    /// An Iceberg table that the query reads.
    ///
    /// @param table the table in its current state
    /// @param shown the table as the query sees it
    private record Found(org.apache.iceberg.Table table, Catalog.Table shown) {}

    /// A state of a table.
    ///
    /// @param snapshot the snapshot; empty for the current state
    private record State(org.apache.iceberg.Table table, OptionalLong snapshot, Schema schema) {}

    /// A former state of a table, as the query names it.
    private record Pointed(String table, Pointer pointer) {}

    /// Begins a query.
    ///
    /// @param scratch the place of temporary files
    public IcebergQuery(Catalog entries, Buckets buckets, Scratch scratch) {
        this.entries = entries;
        this.iceberg = new IcebergCatalog(entries, buckets);
        this.pointers = new Pointers(buckets.folder(), scratch);
    }

    /// Returns a table as the query sees it, also a metadata table such as `customers$snapshots`.
    ///
    /// @throws Unprintable if it is an Iceberg table that cannot be read
    @Override
    public Optional<Catalog.Table> table(String database, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int end = lower.indexOf('$');
        Optional<Catalog.Table> entry = entries.table(database, end < 0 ? lower : lower.substring(0, end));
        if (entry.isEmpty() || !entry.get().iceberg()) {
            return end < 0 ? entry : Optional.empty();
        }
        try {
            Found table = find(entry.get());
            return end < 0 ? Optional.of(table.shown()) : metadata(entry.get(), lower, table.table());
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }

    private Optional<Catalog.Table> metadata(Catalog.Table entry, String name, org.apache.iceberg.Table table) {
        Optional<MemoryTable> content = Optional.ofNullable(metadata.get(key(named(entry, name, List.of()))))
                .or(() -> MetadataTables.of(table, name.substring(name.indexOf('$') + 1)));
        return content.map(known -> {
            Catalog.Table shown = named(entry, name, known.columns());
            metadata.put(key(shown), known);
            return shown;
        });
    }

    private Found find(Catalog.Table entry) throws QueryFailure {
        Found before = found.get(key(entry));
        if (before != null) {
            return before;
        }
        org.apache.iceberg.Table table = load(entry);
        Found now = new Found(table, state(entry, entry.name(), table, OptionalLong.empty(), table.schema()));
        found.put(key(entry), now);
        return now;
    }

    private org.apache.iceberg.Table load(Catalog.Table entry) throws QueryFailure {
        String shown = entry.database() + "." + entry.name();
        if (!entry.parameters().containsKey("metadata_location")) {
            throw QueryFailure.user(
                    "ICEBERG_INVALID_METADATA", "Table is missing [metadata_location] property: " + shown);
        }
        org.apache.iceberg.Table table;
        try {
            table = iceberg.load(entry.database(), entry.name());
        } catch (NotFoundException e) {
            throw QueryFailure.user(
                    "ICEBERG_MISSING_METADATA", "Metadata not found in metadata location for table " + shown);
        } catch (ValidationException | UncheckedIOException | IllegalArgumentException e) {
            throw QueryFailure.user("ICEBERG_INVALID_METADATA", "Invalid metadata file for table " + shown);
        }
        int version = TableUtil.formatVersion(table);
        if (version > NEWEST_FORMAT) {
            throw QueryFailure.user(
                    "NOT_SUPPORTED",
                    "Iceberg tables of format version " + version + " are not supported, only 1 and 2: " + shown);
        }
        return table;
    }

    @Override
    public Catalog.Table at(Catalog.Table table, Pointer pointer) throws QueryFailure {
        Found current = found.get(key(table));
        if (current == null) {
            throw QueryFailure.user("NOT_SUPPORTED", "This connector does not support versioned tables");
        }
        Pointed pointed = new Pointed(key(table), pointer);
        Catalog.Table before = versions.get(pointed);
        if (before != null) {
            return before;
        }
        String shown = Sql.quote(table.database()) + "." + table.name();
        long snapshot = pointers.snapshot(current.table(), shown, pointer);
        Catalog.Table version = state(
                table,
                table.name() + "@" + snapshot,
                current.table(),
                OptionalLong.of(snapshot),
                SnapshotUtil.schemaFor(current.table(), snapshot));
        versions.put(pointed, version);
        return version;
    }

    private Catalog.Table state(
            Catalog.Table entry, String name, org.apache.iceberg.Table table, OptionalLong snapshot, Schema schema) {
        Catalog.Table shown = named(
                entry,
                name,
                schema.columns().stream()
                        .map(column -> new Catalog.Column(
                                column.name().toLowerCase(Locale.ROOT), IcebergTypes.catalog(column.type())))
                        .toList());
        states.putIfAbsent(key(shown), new State(table, snapshot, schema));
        return shown;
    }

    private static Catalog.Table named(Catalog.Table entry, String name, List<Catalog.Column> columns) {
        return new Catalog.Table(
                entry.database(),
                name,
                entry.type(),
                entry.storage().withColumns(columns),
                List.of(),
                entry.parameters(),
                entry.version());
    }

    private static String key(Catalog.Table table) {
        return Sql.quote(table.database()) + "." + Sql.quote(table.name());
    }

    /// Returns a table that this catalog returned; empty if it is no Iceberg table.
    ///
    /// @param hidden whether the query names hidden columns such as `$path`
    public Optional<Relation> relation(Catalog.Table table, boolean hidden) {
        MemoryTable content = metadata.get(key(table));
        if (content != null) {
            return Optional.of(new MetadataRelation(table, content));
        }
        return Optional.ofNullable(states.get(key(table)))
                .map(state -> new IcebergRelation(
                        table, state.table(), state.snapshot(), state.schema(), iceberg.files(), hidden));
    }

    @Override
    public List<Catalog.Table> tables() {
        return entries.tables();
    }

    @Override
    public void createDatabase(String name) {
        entries.createDatabase(name);
    }

    @Override
    public void createTable(Catalog.Table table) {
        entries.createTable(table);
    }

    @Override
    public void putTable(Catalog.Table table) {
        entries.putTable(table);
    }

    @Override
    public void replaceTable(Catalog.Table table, String expectedVersion) {
        entries.replaceTable(table, expectedVersion);
    }

    @Override
    public void removeTable(String database, String name) {
        entries.removeTable(database, name);
    }

    @Override
    public List<Partition> partitions(String database, String table) {
        return entries.partitions(database, table);
    }

    @Override
    public void addPartitions(String database, String table, List<List<String>> values) {
        entries.addPartitions(database, table, values);
    }
}
