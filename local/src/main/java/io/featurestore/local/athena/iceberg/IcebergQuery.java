package io.featurestore.local.athena.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.athena.sql.TablePointer;
import io.featurestore.local.athena.sql.Unprintable;
import io.featurestore.local.athena.sql.VersionedCatalog;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;

/// Holds the Iceberg tables of one query, each in one state from the beginning to the end of the query. It is the data
/// catalog that the query sees: the columns of an Iceberg table are those of its metadata.
public final class IcebergQuery implements VersionedCatalog {
    /// The newest format that Athena reads (docs.aws.amazon.com/athena/latest/ug/querying-iceberg.html).
    private static final int NEWEST_FORMAT = 2;

    private final Catalog entries;
    private final IcebergCatalog iceberg;
    private final Set<String> hidden;
    private final Map<String, Found> found = new HashMap<>();
    private final Map<String, IcebergScan> scans = new LinkedHashMap<>();
    private final Map<String, Relation> relations = new HashMap<>();
    private final Map<Pointed, Catalog.Table> versions = new HashMap<>();

    /// An Iceberg table that the query reads.
    ///
    /// @param table the table in its current state
    /// @param shown the table as the query sees it
    private record Found(org.apache.iceberg.Table table, Catalog.Table shown) {}

    /// A former state of a table, as the query names it.
    private record Pointed(String table, TablePointer pointer) {}

    private IcebergQuery(Catalog entries, IcebergCatalog iceberg, Set<String> hidden) {
        this.entries = entries;
        this.iceberg = iceberg;
        this.hidden = hidden;
    }

    /// Begins a query.
    ///
    /// @param text the text of the query, which tells the hidden columns that it may name
    public static IcebergQuery begin(Catalog entries, Buckets buckets, String text) {
        Set<String> hidden = new LinkedHashSet<>(IcebergScan.HIDDEN);
        hidden.removeIf(column -> !text.toLowerCase(Locale.ROOT).contains(column));
        return new IcebergQuery(entries, new IcebergCatalog(entries, buckets), hidden);
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
            return end < 0
                    ? Optional.of(table.shown())
                    : MetadataTables.of(table.table(), lower.substring(end + 1)).map(relation -> {
                        Catalog.Table shown = named(entry.get(), lower, relation.columns());
                        relations.putIfAbsent(key(shown), relation);
                        return shown;
                    });
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }

    private Found find(Catalog.Table entry) throws QueryFailure {
        Found before = found.get(key(entry));
        if (before != null) {
            return before;
        }
        org.apache.iceberg.Table table = load(entry);
        Found now = new Found(table, scan(entry, entry.name(), table, OptionalLong.empty(), table.schema()));
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
    public Catalog.Table at(Catalog.Table table, TablePointer pointer) throws QueryFailure {
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
        long snapshot = Pointers.snapshot(current.table(), shown, pointer);
        Catalog.Table version = scan(
                table,
                table.name() + "@" + snapshot,
                current.table(),
                OptionalLong.of(snapshot),
                SnapshotUtil.schemaFor(current.table(), snapshot));
        versions.put(pointed, version);
        return version;
    }

    private Catalog.Table scan(
            Catalog.Table entry, String name, org.apache.iceberg.Table table, OptionalLong snapshot, Schema schema) throws QueryFailure {
        Catalog.Table shown = named(
                entry,
                name,
                schema.columns().stream()
                        .map(column -> new Catalog.Column(
                                column.name().toLowerCase(Locale.ROOT), IcebergTypes.catalog(column.type())))
                        .toList());
        if (!scans.containsKey(key(shown))) {
            scans.put(
                    key(shown),
                    new IcebergScan(table, snapshot, schema, "i" + scans.size(), iceberg.files(), hidden));
        }
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

    @Override
    public Set<String> hiddenColumns(Catalog.Table table) {
        return scans.containsKey(key(table)) ? hidden : Set.of();
    }

    /// Returns whether a table that this catalog returned is read here.
    public boolean reads(Catalog.Table table) {
        return scans.containsKey(key(table)) || relations.containsKey(key(table));
    }

    /// Creates the view of a table. Its plan is right; its rows are only after [#complete].
    public void createView(Connection duck, Catalog.Table table) throws SQLException, QueryFailure {
        Relation relation = relations.get(key(table));
        if (relation != null) {
            createView(duck, key(table), relation.select());
        } else {
            createView(
                    duck, key(table), Objects.requireNonNull(scans.get(key(table))).select(duck, false));
        }
    }

    private static void createView(Connection duck, String name, String select) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute("CREATE OR REPLACE VIEW " + name + " AS " + select);
        }
    }

    /// Creates the views again, with the files that a statement needs and without deleted rows.
    ///
    /// @param sql the statement in DuckDB's dialect, which reads the views of this query
    public void complete(Connection duck, String sql) throws SQLException, IOException, QueryFailure {
        if (scans.isEmpty()) {
            return;
        }
        List<JsonNode> plans = ScanPlans.of(duck, sql);
        for (Map.Entry<String, IcebergScan> scan : scans.entrySet()) {
            Optional<Expression> needed = plans.stream()
                    .flatMap(plan -> scan.getValue().filter(plan).stream())
                    .reduce(Expressions::or);
            // DuckDB may answer from what it knows of all files; then there is no scan in the plan.
            if (needed.isPresent()) {
                scan.getValue().narrow(needed.get());
            }
            createView(duck, scan.getKey(), scan.getValue().select(duck, true));
        }
    }

    /// Returns the amount of data that a scan in a plan reads; empty if it is no scan of an Iceberg table.
    ///
    /// @param plan what DuckDB tells of the scan
    public Optional<ScanSize> measure(Connection duck, JsonNode plan) throws SQLException, QueryFailure {
        for (IcebergScan scan : scans.values()) {
            Optional<Expression> filter = scan.filter(plan);
            if (filter.isPresent()) {
                return Optional.of(new ScanSizes(duck, scan).of(plan, filter.get()));
            }
        }
        return Optional.empty();
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
