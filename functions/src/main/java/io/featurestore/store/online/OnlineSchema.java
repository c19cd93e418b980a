package io.featurestore.store.online;

import io.featurestore.failure.IncompatibleSchema;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.store.Table;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.online.OnlineForm.EventTimeFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Maps an export's columns to those of a bulk put. Refuses columns that a put into the feature group does not
/// accept, before the query costs money.
///
/// The event time is the column that the caller's mapping renames to `eventTimeField`; else the group's
/// event-time feature, if it is selected; else the first selected column of `event_time`, `eventtime`,
/// `timestamp` and `created_at`. Its name in the output is `eventTimeField`. Without that field the group's own
/// feature keeps its name, which a put requires, and a well-known name becomes `EventTime`.
public final class OnlineSchema {
    private static final String EVENT_TIME = "EventTime";
    private static final List<String> WELL_KNOWN = List.of("event_time", "eventtime", "timestamp", "created_at");
    private static final Set<String> SYSTEM = Set.of("write_time", "api_invocation_time", "is_deleted");

    /// Holds the columns and the transform of an online-compatible export.
    ///
    /// @param columns the query's columns with their names in the output
    /// @param spec the settings of the transform
    public record Resolved(List<OutputColumn> columns, OnlineSpec spec) {}

    private final OnlineForm form;
    private final Instant startedAt;
    private final Table table;

    private OnlineSchema(OnlineForm form, Instant startedAt, Table table) {
        this.form = form;
        this.startedAt = startedAt;
        this.table = table;
    }

    /// Resolves the columns of an output.
    ///
    /// @param startedAt the execution's start, which fills an event time that is added
    /// @param columns the query's columns, renamed by the caller's mapping
    /// @throws IncompatibleSchema if a put into the feature group does not accept them; the message lists all
    ///     reasons
    public static Resolved resolve(OnlineForm form, Instant startedAt, Table table, List<OutputColumn> columns) {
        return new OnlineSchema(form, startedAt, table).resolve(columns);
    }

    private Resolved resolve(List<OutputColumn> columns) {
        int eventTime = eventTime(columns);
        String name = eventTimeName(columns, eventTime);
        List<OutputColumn> named = new ArrayList<>(columns);
        if (eventTime >= 0) {
            OutputColumn column = columns.get(eventTime);
            named.set(eventTime, new OutputColumn(column.name(), name, column.type(), column.asJson()));
        }
        List<Table.Feature> features = named.stream()
                .map(c -> feature(c).orElseGet(() -> new Table.Feature(c.outputName(), FeatureType.STRING)))
                .toList();
        int identifier = identifier(named);
        check(named, features, eventTime, name, identifier);
        boolean iso = iso();
        Optional<String> filled =
                form.addEventTime() ? Optional.of(new EventTimeText(iso).of(startedAt)) : Optional.empty();
        return new Resolved(
                named, new OnlineSpec(identifier, eventTime, name, iso, filled, form.nullValue(), features));
    }

    private int eventTime(List<OutputColumn> columns) {
        Optional<String> field = form.eventTimeField();
        int byField = field.isPresent() ? find(columns, OutputColumn::outputName, field.get()) : -1;
        if (byField >= 0) {
            return byField;
        }
        int ownFeature = find(columns, OutputColumn::name, table.eventTime());
        if (ownFeature >= 0) {
            return ownFeature;
        }
        int mapped = find(columns, OutputColumn::outputName, EVENT_TIME);
        for (int i = 0; mapped < 0 && i < WELL_KNOWN.size(); i++) {
            mapped = find(columns, OutputColumn::outputName, WELL_KNOWN.get(i));
        }
        return mapped;
    }

    private static int find(
            List<OutputColumn> columns, java.util.function.Function<OutputColumn, String> nameOf, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (nameOf.apply(columns.get(i)).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private String eventTimeName(List<OutputColumn> columns, int eventTime) {
        if (form.eventTimeField().isPresent()) {
            return form.eventTimeField().get();
        }
        if (eventTime < 0) {
            return table.eventTime();
        }
        OutputColumn column = columns.get(eventTime);
        boolean renamed = !column.outputName().equalsIgnoreCase(column.name());
        if (renamed) {
            return column.outputName();
        }
        return column.name().equalsIgnoreCase(table.eventTime()) ? table.eventTime() : EVENT_TIME;
    }

    private int identifier(List<OutputColumn> columns) {
        String identifier = form.recordIdentifier().orElse(table.recordIdentifier());
        int byOutput = find(columns, OutputColumn::outputName, identifier);
        return byOutput >= 0 ? byOutput : find(columns, OutputColumn::name, identifier);
    }

    private boolean iso() {
        return form.eventTimeFormat()
                .map(format -> format == EventTimeFormat.ISO8601)
                .orElseGet(() -> table.feature(table.eventTime())
                        .map(feature -> feature.type() == FeatureType.STRING)
                        .orElse(false));
    }

    /// Returns the feature that a column is written to: the feature with its output name, else the feature that
    /// it is read from.
    private Optional<Table.Feature> feature(OutputColumn column) {
        return table.feature(column.outputName()).or(() -> table.feature(column.name()));
    }

    private void check(
            List<OutputColumn> columns,
            List<Table.Feature> features,
            int eventTime,
            String eventTimeName,
            int identifier) {
        List<String> reasons = new ArrayList<>();
        if (identifier < 0) {
            reasons.add("the record identifier '" + form.recordIdentifier().orElse(table.recordIdentifier())
                    + "' is not among the columns (" + names(columns) + "); add it to columns, or name another with "
                    + "recordIdentifier");
        }
        if (eventTime < 0 && !form.addEventTime()) {
            reasons.add("there is no event time '" + table.eventTime() + "' among the columns (" + names(columns)
                    + "); add it to columns, name it with eventTimeField, or set addEventTime");
        }
        checkNames(columns, eventTime < 0 ? Optional.of(eventTimeName) : Optional.empty(), reasons);
        for (int i = 0; i < columns.size(); i++) {
            if (i != eventTime) {
                checkColumn(columns.get(i), features.get(i), reasons);
            }
        }
        if (!reasons.isEmpty()) {
            throw new IncompatibleSchema("The columns are not what a put into feature group '"
                    + table.featureGroupName() + "' takes: " + String.join("; ", reasons) + ".");
        }
    }

    private static void checkNames(List<OutputColumn> columns, Optional<String> added, List<String> reasons) {
        Map<String, String> seen = new HashMap<>();
        added.ifPresent(name -> seen.put(name.toLowerCase(Locale.ROOT), "the added event time"));
        for (OutputColumn column : columns) {
            String other = seen.put(column.outputName().toLowerCase(Locale.ROOT), "'" + column.name() + "'");
            if (other != null) {
                reasons.add(other + " and '" + column.name() + "' both become '" + column.outputName()
                        + "'; give one another name with columnMapping, or leave it out with columns");
            }
        }
    }

    private void checkColumn(OutputColumn column, Table.Feature feature, List<String> reasons) {
        String lower = column.name().toLowerCase(Locale.ROOT);
        boolean partition =
                table.partitionKeys().stream().anyMatch(k -> k.name().equalsIgnoreCase(lower));
        if (SYSTEM.contains(lower) || partition) {
            reasons.add("'" + column.name() + "' is a " + (partition ? "partition" : "system")
                    + " column; leave it out of columns");
        } else if (feature(column).isEmpty() && column.name().equals(column.outputName())) {
            reasons.add("'" + column.name() + "' is not a feature of the group; leave it out of columns, or name the "
                    + "feature it is for with columnMapping");
        } else if (!accepts(feature, column.type())) {
            reasons.add("'" + column.outputName() + "' is " + column.type() + ", its feature " + shown(feature)
                    + "; cast it in columns");
        } else if (form.nullValue().isPresent()
                && !OnlineTransform.fits(feature, form.nullValue().get())) {
            reasons.add("nullValue '" + form.nullValue().get() + "' is not a value of '" + column.outputName()
                    + "', which is " + shown(feature) + "; use "
                    + (feature.collection().isPresent() ? "a JSON list" : "a number")
                    + ", or leave nullValue out and fill NULLs with COALESCE in columns");
        }
    }

    private static String shown(Table.Feature feature) {
        String type = feature.type().name().toLowerCase(Locale.ROOT);
        return feature.collection()
                .map(c -> "a " + c.type().name().toLowerCase(Locale.ROOT) + " of " + type)
                .orElse(type);
    }

    /// Returns whether a column may hold values of a feature. A collection comes from an array, or from text that
    /// holds a JSON list, which is checked record by record.
    private static boolean accepts(Table.Feature feature, ColumnType column) {
        if (feature.collection().isEmpty()) {
            return accepts(feature.type(), column);
        }
        return switch (column) {
            case ColumnType.Array(ColumnType.Array _),
                    ColumnType.Array(ColumnType.Map _),
                    ColumnType.Array(ColumnType.Row _) -> false;
            case ColumnType.Array(ColumnType element) -> accepts(feature.type(), element);
            default ->
                column == ColumnType.Simple.VARCHAR
                        || column == ColumnType.Simple.JSON
                        || column == ColumnType.Simple.UNKNOWN;
        };
    }

    /// Returns whether a column may hold values of a feature. Text columns may; their values are checked record
    /// by record.
    private static boolean accepts(FeatureType feature, ColumnType column) {
        return switch (feature) {
            case STRING -> true;
            case INTEGRAL, FRACTIONAL ->
                switch (column) {
                    case ColumnType.Simple simple ->
                        switch (simple) {
                            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, CHAR, UNKNOWN -> true;
                            case BOOLEAN,
                                    VARBINARY,
                                    DATE,
                                    TIME,
                                    JSON,
                                    UUID,
                                    IPADDRESS,
                                    INTERVAL_DAY_TO_SECOND,
                                    INTERVAL_YEAR_TO_MONTH -> false;
                        };
                    case ColumnType.Decimal _ -> true;
                    case ColumnType.Timestamp _, ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> false;
                };
        };
    }

    private static String names(List<OutputColumn> columns) {
        return columns.stream().map(OutputColumn::outputName).collect(Collectors.joining(", "));
    }
}
