package io.featurestore.local.athena.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.athena.sql.TablePointer;
import io.featurestore.local.athena.sql.VersionedCatalog;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;

/// Holds the Iceberg tables of one query, each in one state from the beginning to the end of the query. It is the data
/// catalog that the query sees: the columns of an Iceberg table are those of its metadata.
public final class IcebergQuery implements VersionedCatalog {
    private static final JsonMapper JSON = new JsonMapper();

    /// An Iceberg table that the query reads.
    ///
    /// @param table the table in its current state
    /// @param shown the table as the query sees it
    private record Found(Table table, Catalog.Table shown) {}

    private final Catalog entries;
    private final IcebergCatalog iceberg;
    private final Set<String> hidden;
    private final Map<String, Found> found = new HashMap<>();
    private final Map<String, IcebergScan> scans = new LinkedHashMap<>();
    private final Map<String, Relation> relations = new HashMap<>();

    /// Begins a query.
    ///
    /// @param names the names in the query, in lower case, among them those of hidden columns
    public IcebergQuery(Catalog entries, Buckets buckets, Set<String> names) {
        this.entries = entries;
        this.iceberg = new IcebergCatalog(entries, buckets);
        this.hidden = new java.util.TreeSet<>(IcebergScan.HIDDEN);
        hidden.retainAll(names);
    }

    @Override
    public Optional<Catalog.Table> table(String database, String name) throws QueryFailure {
        String lower = name.toLowerCase(Locale.ROOT);
        int end = lower.indexOf('$');
        Optional<Catalog.Table> entry = entries.table(database, end < 0 ? lower : lower.substring(0, end));
        if (entry.isEmpty() || !entry.get().iceberg()) {
            return end < 0 ? entry : Optional.empty();
        }
        Found table = find(entry.get());
        if (end < 0) {
            return Optional.of(table.shown());
        }
        Optional<Relation> relation = MetadataTables.of(table.table(), lower.substring(end + 1));
        return relation.map(content -> {
            Catalog.Table shown = named(entry.get(), lower, content.columns());
            relations.putIfAbsent(key(shown), content);
            return shown;
        });
    }

    private Found find(Catalog.Table entry) throws QueryFailure {
        Found before = found.get(key(entry));
        if (before != null) {
            return before;
        }
        Table table = load(entry);
        Found now = new Found(table, scan(entry, entry.name(), table, OptionalLong.empty(), table.schema()));
        found.put(key(entry), now);
        return now;
    }

    @Override
    public Catalog.Table at(Catalog.Table table, TablePointer pointer) throws QueryFailure {
        Found current = found.get(key(table));
        if (current == null) {
            throw QueryFailure.user("NOT_SUPPORTED", "This connector does not support versioned tables");
        }
        long snapshot = Pointers.snapshot(
                current.table(), Sql.quote(table.database()) + "." + table.name(), pointer);
        return scan(
                table,
                table.name() + "@" + snapshot,
                current.table(),
                OptionalLong.of(snapshot),
                SnapshotUtil.schemaFor(current.table(), snapshot));
    }

    @Override
    public boolean hasHiddenColumns(Catalog.Table table) {
        return scans.containsKey(key(table)) && !hidden.isEmpty();
    }

    private Table load(Catalog.Table entry) throws QueryFailure {
        String shown = entry.database() + "." + entry.name();
        if (!entry.parameters().containsKey("metadata_location")) {
            throw QueryFailure.user(
                    "ICEBERG_INVALID_METADATA", "Table is missing [metadata_location] property: " + shown);
        }
        Table table;
        try {
            table = iceberg.load(entry.database(), entry.name());
        } catch (NotFoundException e) {
            throw QueryFailure.user(
                    "ICEBERG_INVALID_METADATA", "Metadata not found in metadata location for table " + shown);
        }
        return table;
    }
}
