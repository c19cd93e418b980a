package io.featurestore.store.online;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.featurestore.export.Export;
import io.featurestore.export.ExportRequest.EventTimeFormat;
import io.featurestore.export.ExportRequest;
import io.featurestore.failure.ExportFailure;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.Table;

/**
 * Makes an export's columns those of a bulk put, and refuses what no put into the feature group would take, before the
 * query is paid for.
 *
 * <p>The event time is the column the caller's mapping calls {@code eventTimeField}; else the group's event-time feature,
 * if it is among the columns; else the first of {@code event_time}, {@code eventtime}, {@code timestamp} and
 * {@code created_at} that is. In the output it is called {@code eventTimeField}; without that the group's own feature keeps
 * its name, since a put wants it, and a well-known name becomes {@code EventTime}.
 */
public final class OnlineSchema {
    private static final String EVENT_TIME = "EventTime";
    private static final List<String> WELL_KNOWN = List.of("event_time", "eventtime", "timestamp", "created_at");
    private static final Set<String> SYSTEM = Set.of("write_time", "api_invocation_time", "is_deleted");

    /**
     * Columns and transform of an online-compatible export.
     *
     * @param columns the query's columns with their names in the output
     * @param spec what the transform does to them
     */
    public record Resolved(List<OutputColumn> columns, OnlineSpec spec) {}

    private final Export export;
    private final ExportRequest request;
    private final Table table;

    private OnlineSchema(Export export, Table table) {
        this.export = export;
        this.request = export.request();
        this.table = table;
    }

    /**
     * Resolves the columns of an export.
     *
     * @param columns what the query selects, the caller's mapping applied
     * @throws ExportFailure.IncompatibleSchema if no put into the feature group would take them; the message lists all
     *         reasons
     */
    public static Resolved resolve(Export export, Table table, List<OutputColumn> columns) {
        return new OnlineSchema(export, table).resolve(columns);
    }

    private Resolved resolve(List<OutputColumn> columns) {
        int eventTime = eventTime(columns);
        String name = eventTimeName(columns, eventTime);
        List<OutputColumn> named = new ArrayList<>(columns);
        if (eventTime >= 0) {
            OutputColumn column = columns.get(eventTime);
            named.set(eventTime, new OutputColumn(column.name(), name, column.type(), column.asJson()));
        }
        List<FeatureType> types = named.stream()
                .map(c -> feature(c).map(Table.Feature::type).orElse(FeatureType.STRING))
                .toList();
        int identifier = identifier(named);
        refuse(named, types, eventTime, name, identifier);
        boolean iso = iso();
        Optional<String> filled = request.addEventTime()
                ? Optional.of(new EventTimeText(iso).of(export.startedAt()))
                : Optional.empty();
        return new Resolved(named,
                new OnlineSpec(identifier, eventTime, name, iso, filled, request.nullValue(), types));
    }

    private int eventTime(List<OutputColumn> columns) {
        Optional<String> field = request.eventTimeField();
        int byField = field.isPresent() ? find(columns, OutputColumn::outputName, field.get()) : -1;
        if (byField >= 0) {
            return byField;
        }
        int own = find(columns, OutputColumn::name, table.eventTime());
        if (own >= 0) {
            return own;
        }
        int mapped = find(columns, OutputColumn::outputName, EVENT_TIME);
        for (int i = 0; mapped < 0 && i < WELL_KNOWN.size(); i++) {
            mapped = find(columns, OutputColumn::outputName, WELL_KNOWN.get(i));
        }
        return mapped;
    }

    private static int find(List<OutputColumn> columns, java.util.function.Function<OutputColumn, String> name,
            String wanted) {
        for (int i = 0; i < columns.size(); i++) {
            if (name.apply(columns.get(i)).equalsIgnoreCase(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private String eventTimeName(List<OutputColumn> columns, int eventTime) {
        if (request.eventTimeField().isPresent()) {
            return request.eventTimeField().get();
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
        String wanted = request.recordIdentifier().orElse(table.recordIdentifier());
        int byOutput = find(columns, OutputColumn::outputName, wanted);
        return byOutput >= 0 ? byOutput : find(columns, OutputColumn::name, wanted);
    }

    private boolean iso() {
        return request.eventTimeFormat()
                .map(format -> format == EventTimeFormat.ISO8601)
                .orElseGet(() -> table.feature(table.eventTime())
                        .map(feature -> feature.type() == FeatureType.STRING)
                        .orElse(false));
    }

    /** Returns the feature a column is written for: that of its output name, else that it is read from. */
    private Optional<Table.Feature> feature(OutputColumn column) {
        return table.feature(column.outputName()).or(() -> table.feature(column.name()));
    }

    private void refuse(List<OutputColumn> columns, List<FeatureType> types, int eventTime, String eventTimeName,
            int identifier) {
        List<String> reasons = new ArrayList<>();
        if (identifier < 0) {
            reasons.add("the record identifier '" + request.recordIdentifier().orElse(table.recordIdentifier())
                    + "' is not among the columns (" + names(columns) + "); add it to columns, or name another with "
                    + "recordIdentifier");
        }
        if (eventTime < 0 && !request.addEventTime()) {
            reasons.add("there is no event time '" + table.eventTime() + "' among the columns (" + names(columns)
                    + "); add it to columns, name it with eventTimeField, or set addEventTime");
        }
        clashes(columns, eventTime < 0 ? Optional.of(eventTimeName) : Optional.empty(), reasons);
        for (int i = 0; i < columns.size(); i++) {
            if (i != eventTime) {
                column(columns.get(i), types.get(i), reasons);
            }
        }
        if (!reasons.isEmpty()) {
            throw new ExportFailure.IncompatibleSchema("The columns are not what a put into feature group '" + table
                    .featureGroupName() + "' takes: " + String.join("; ", reasons) + ".");
        }
    }

    private static void clashes(List<OutputColumn> columns, Optional<String> added, List<String> reasons) {
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

    private void column(OutputColumn column, FeatureType type, List<String> reasons) {
        String lower = column.name().toLowerCase(Locale.ROOT);
        boolean partition = table.partitionKeys().stream().anyMatch(k -> k.name().equalsIgnoreCase(lower));
        if (SYSTEM.contains(lower) || partition) {
            reasons.add("'" + column.name() + "' is a " + (partition ? "partition" : "system")
                    + " column; leave it out of columns");
        } else if (feature(column).isEmpty() && column.name().equals(column.outputName())) {
            reasons.add("'" + column.name() + "' is no feature of the group; leave it out of columns, or name the "
                    + "feature it is for with columnMapping");
        } else if (!takes(type, column.type())) {
            reasons.add("'" + column.outputName() + "' is " + column.type() + ", its feature " + type.name()
                    .toLowerCase(Locale.ROOT) + "; cast it in columns");
        } else if (request.nullValue().isPresent() && !OnlineTransform.fits(type, request.nullValue().get())) {
            reasons.add("nullValue '" + request.nullValue().get() + "' is no value of '" + column.outputName()
                    + "', which is " + type.name().toLowerCase(Locale.ROOT)
                    + "; use a number, or leave nullValue out and "
                    + "fill NULLs with COALESCE in columns");
        }
    }

    /** Returns whether values of a column may be values of a feature; text is looked at record by record. */
    private static boolean takes(FeatureType feature, ColumnType column) {
        return switch (feature) {
            case STRING -> true;
            case INTEGRAL, FRACTIONAL -> switch (column) {
                case ColumnType.Simple simple -> switch (simple) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, CHAR, UNKNOWN -> true;
                    case BOOLEAN, VARBINARY, DATE, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND,
                            INTERVAL_YEAR_TO_MONTH ->
                        false;
                };
                case ColumnType.Decimal _ -> true;
                case ColumnType.Timestamp _,ColumnType.Array _,ColumnType.Map _,ColumnType.Row _ -> false;
            };
        };
    }

    private static String names(List<OutputColumn> columns) {
        return columns.stream().map(OutputColumn::outputName).collect(Collectors.joining(", "));
    }
}
