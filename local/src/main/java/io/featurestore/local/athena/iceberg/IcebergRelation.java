package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.Condition;
import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.duck.Scan;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.BucketFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/// One state of an Iceberg table. Iceberg's library chooses the files by the conditions of a query: by their
/// partitions and by the bounds of their columns.
final class IcebergRelation implements Relation {
    /// The name of a column in a plan.
    private static final Pattern PLANNED = Pattern.compile("c(\\d{1,9})(?:\\..*)?", Pattern.DOTALL);

    static final String PATH = "$path";
    static final String PARTITION = "$partition";
    static final String MODIFIED = "$file_modified_time";
    /// The columns that `SELECT *` leaves out: trino.io/docs/current/connector/iceberg.html, "Metadata columns".
    private static final List<Column> HIDDEN = List.of(
            new Column(PATH, "VARCHAR"),
            new Column(PARTITION, "VARCHAR"),
            new Column(MODIFIED, "TIMESTAMP WITH TIME ZONE"));

    private final Catalog.Table shown;
    private final Table table;
    private final OptionalLong snapshot;
    private final Schema schema;
    private final BucketFiles files;
    private final boolean hidden;

    /// Creates a table of a query.
    ///
    /// @param shown the table as the query sees it
    /// @param snapshot the snapshot to read; empty for the current state
    /// @param schema the columns of that state
    /// @param hidden whether the query names hidden columns such as `$path`
    IcebergRelation(
            Catalog.Table shown, Table table, OptionalLong snapshot, Schema schema, BucketFiles files, boolean hidden) {
        this.shown = shown;
        this.table = table;
        this.snapshot = snapshot;
        this.schema = schema;
        this.files = files;
        this.hidden = hidden;
    }

    @Override
    public Catalog.Table table() {
        return shown;
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Types.NestedField field : schema.columns()) {
            columns.add(new Column(field.name().toLowerCase(Locale.ROOT), IcebergTypes.duck(field.type())));
        }
        if (hidden) {
            columns.addAll(HIDDEN);
        }
        return columns;
    }

    Table iceberg() {
        return table;
    }

    Schema schema() {
        return schema;
    }

    boolean isHidden() {
        return hidden;
    }

    /// Returns the field that a column of a plan stands for, such as `c7` or `c7.field`; empty for a hidden column
    /// and for any other word, such as the name of a function.
    Optional<Types.NestedField> field(String column) {
        Matcher name = PLANNED.matcher(column);
        if (!name.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(name.group(1));
        return number < schema.columns().size() ? Optional.of(schema.columns().get(number)) : Optional.empty();
    }

    @Override
    public Rows open(int number, List<Scan> scans, DuckSession session) throws QueryFailure, IOException, SQLException {
        Map<Scan, PlannedFiles> planned = new HashMap<>();
        Expression all = Expressions.alwaysFalse();
        for (Scan scan : scans) {
            Expression filter =
                    PlanFilter.of(scan.conditions().stream().map(Condition::sql).toList(), this::field);
            planned.put(scan, plan(filter));
            all = Expressions.or(all, filter);
        }
        IcebergRows rows = new IcebergRows(this, new DuckFiles(files), session.connection(), planned, number);
        rows.open(plan(all));
        return rows;
    }

    private PlannedFiles plan(Expression filter) throws QueryFailure {
        TableScan scan = table.newScan().filter(filter);
        return PlannedFiles.of(snapshot.isPresent() ? scan.useSnapshot(snapshot.getAsLong()) : scan);
    }
}
