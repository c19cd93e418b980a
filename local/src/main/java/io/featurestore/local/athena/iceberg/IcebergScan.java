package io.featurestore.local.athena.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.iceberg.BucketFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Reads one state of an Iceberg table. Its view reads the data files with DuckDB; the names of the columns in a plan
/// tell the scan and the column, such as `i0p7` for the column 7 of the files without deleted rows.
final class IcebergScan {
    static final String PATH = "$path";
    static final String PARTITION = "$partition";
    static final String MODIFIED = "$file_modified_time";
    /// The hidden columns of an Iceberg table in Trino.
    static final List<String> HIDDEN = List.of(PATH, PARTITION, MODIFIED);

    private final Table table;
    private final OptionalLong snapshot;
    private final Schema schema;
    private final String name;
    private final DuckFiles files;
    private final Set<String> hidden;
    private final Pattern ownName;
    private final List<NamedFiles.Layout> layouts = new ArrayList<>();
    private final Set<String> named = new HashSet<>();
    private PlannedFiles planned;

    /// Plans the scan of a table.
    ///
    /// @param snapshot the snapshot to read; empty for the current state
    /// @param name the name that all names of this scan begin with
    /// @param hidden the hidden columns that the query needs
    IcebergScan(Table table, OptionalLong snapshot, Schema schema, String name, BucketFiles buckets, Set<String> hidden)
            throws QueryFailure {
        this.table = table;
        this.snapshot = snapshot;
        this.schema = schema;
        this.name = name;
        this.files = new DuckFiles(buckets);
        this.hidden = hidden;
        this.ownName = Pattern.compile(name + "[pd]\\d{1,9}([.].*)?");
        this.planned = plan(Expressions.alwaysTrue());
    }

    PlannedFiles plan(Expression filter) throws QueryFailure {
        TableScan scan = table.newScan().filter(filter);
        return PlannedFiles.of(snapshot.isPresent() ? scan.useSnapshot(snapshot.getAsLong()) : scan);
    }

    Schema schema() {
        return schema;
    }

    DuckFiles files() {
        return files;
    }

    /// Returns the filter of a scan in a plan; empty if it is no scan of this table.
    Optional<Expression> filter(JsonNode plan) {
        List<String> projected = ScanPlans.texts(plan.path("Projections"));
        List<String> filters = ScanPlans.texts(plan.path("Filters"));
        if (Stream.concat(projected.stream(), filters.stream().flatMap(filter -> ScanPlans.words(filter).stream()))
                .anyMatch(this::isOwn)) {
            return Optional.of(PlanFilter.of(filters, this::column));
        }
        boolean named = !projected.isEmpty() && layouts.stream().anyMatch(layout -> layout.has(projected));
        return named ? Optional.of(Expressions.alwaysTrue()) : Optional.empty();
    }

    /// Returns whether a name in a plan is one of this scan.
    boolean isOwn(String planned) {
        return ownName.matcher(planned).matches();
    }

    /// Returns those of the files that are read by their field ids.
    List<DataFile> identified(List<DataFile> data) {
        return data.stream().filter(file -> !named.contains(file.location())).toList();
    }

    /// Returns the column that a name in a plan stands for; empty if it is no column of this scan.
    Optional<Types.NestedField> column(String planned) {
        String number = isOwn(planned) ? planned.substring(name.length() + 1).replaceFirst("[.].*", "") : "";
        return number.matches("\\d{1,9}")
                ? Optional.ofNullable(schema.findField(Integer.parseInt(number)))
                : Optional.empty();
    }

    /// Returns whether a name in a plan is one of the files with deleted rows.
    boolean isDeleted(String planned) {
        return planned.startsWith(name + "d");
    }

    /// Leaves out the files that have no row that a filter keeps. The view must be made again.
    void narrow(Expression filter) throws QueryFailure {
        planned = plan(filter);
    }

    /// Returns the SELECT of the view, whose columns have the names of the data catalog.
    ///
    /// @param complete whether the deleted rows are wanted; otherwise the view is for a plan only
    String select(Connection duck, boolean complete) throws SQLException, QueryFailure {
        if (planned.isEmpty()) {
            return schema.columns().stream()
                    .map(column -> nothing(column.type()) + " AS " + shown(column))
                    .collect(Collectors.joining(", ", "SELECT ", ""))
                    + hidden.stream()
                            .map(column -> ", " + nothing(hiddenType(column)) + " AS " + Sql.quote(column))
                            .collect(Collectors.joining())
                    + " WHERE false";
        }
        DataSources sources = new DataSources(duck, files, NamedFiles.of(table, files), this::remember);
        boolean places = !hidden.isEmpty();
        List<String> parts = new ArrayList<>();
        for (String source : sources.of(planned.whole(), schema.columns(), name + "p", places)) {
            parts.add("SELECT " + renamed("p") + (places ? ", " + DuckFiles.FILE : "") + " FROM " + source);
        }
        if (!planned.deleted().isEmpty()) {
            DeletedRows deletedRows = new DeletedRows(duck, table, schema, files, name + "_deleted");
            if (complete) {
                deletedRows.fill(planned, sources);
            } else {
                deletedRows.create();
            }
            for (String source : sources.of(planned.deleted(), schema.columns(), name + "d", true)) {
                // NOT IN builds its hash table of the deleted positions; an anti join would build it of the data.
                parts.add("SELECT " + renamed("d") + (places ? ", " + DuckFiles.FILE : "") + " FROM " + source
                        + " d WHERE (d." + DuckFiles.FILE + ", d." + DuckFiles.POSITION + ") NOT IN (SELECT path, pos"
                        + " FROM " + name + "_deleted)");
            }
        }
        String columns = schema.columns().stream()
                .map(column -> "c" + column.fieldId() + " AS " + shown(column))
                .collect(Collectors.joining(", "));
        String rows = "(" + String.join(" UNION ALL ", parts) + ") r";
        if (places) {
            describeFiles(duck);
            columns += hidden.stream()
                    .map(column -> ", f." + Sql.quote(column) + " AS " + Sql.quote(column))
                    .collect(Collectors.joining());
            rows += " JOIN " + name + "_files f ON f.file = r." + DuckFiles.FILE;
        }
        return "SELECT " + columns + " FROM " + rows;
    }

    private void remember(NamedFiles.Layout layout, List<DataFile> data) {
        layouts.add(layout);
        data.forEach(file -> named.add(file.location()));
    }

    private static String nothing(Type type) {
        return "CAST(NULL AS " + IcebergTypes.duck(type) + ")";
    }

    private static Type hiddenType(String column) {
        return column.equals(MODIFIED) ? Types.TimestampType.withZone() : Types.StringType.get();
    }

    private static String shown(Types.NestedField column) {
        return Sql.quote(column.name().toLowerCase(Locale.ROOT));
    }

    private String renamed(String kind) {
        return schema.columns().stream()
                .map(column -> name + kind + column.fieldId() + " AS c" + column.fieldId())
                .collect(Collectors.joining(", "));
    }

    /// Creates a table with the hidden columns of each file.
    private void describeFiles(Connection duck) throws SQLException, QueryFailure {
        List<String> rows = new ArrayList<>();
        for (List<DataFile> some : List.of(planned.whole(), planned.deleted())) {
            for (DataFile file : some) {
                rows.add("(" + Sql.literal(files.path(file)) + ", " + Sql.literal(file.location()) + ", "
                        + Sql.literal(partition(file)) + ", make_timestamp(" + modifiedMicros(file) + "))");
            }
        }
        try (Statement statement = duck.createStatement()) {
            statement.execute("CREATE OR REPLACE TEMP TABLE " + name + "_files AS SELECT file, location AS "
                    + Sql.quote(PATH) + ", part AS " + Sql.quote(PARTITION)
                    + ", CAST(modified AS TIMESTAMP WITH TIME ZONE) AS " + Sql.quote(MODIFIED) + " FROM (VALUES "
                    + String.join(", ", rows) + ") t(file, location, part, modified)");
        }
    }

    private String partition(DataFile file) {
        PartitionSpec spec = Objects.requireNonNull(table.specs().get(file.specId()));
        StructLike values = file.partition();
        return spec.isUnpartitioned() ? "" : spec.partitionToPath(values);
    }

    private long modifiedMicros(ContentFile<?> file) throws QueryFailure {
        Path path = Path.of(files.path(file));
        try {
            return Files.getLastModifiedTime(path).toMillis() * 1000;
        } catch (IOException e) {
            throw QueryFailure.system("GENERIC_INTERNAL_ERROR: " + e, true);
        }
    }
}
