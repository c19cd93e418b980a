package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.sagemaker.FeatureGroup;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/// Converts records to rows of the offline store. The table in the data catalog defines the columns.
final class OfflineRows {
    private final Catalog catalog;
    private final Map<List<Catalog.Column>, Schema> schemas = new ConcurrentHashMap<>();

    OfflineRows(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Returns the row of a record without its write time. Features that the record does not contain are NULL.
    /// The row of a deletion contains the identifier and the event time only.
    ///
    /// @throws io.featurestore.local.http.ServiceException if a value does not fit its column
    GenericRecord of(
            FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record, Instant invoked, boolean deleted) {
        GenericData.Record row = new GenericData.Record(schema(group, store));
        record.values().forEach((feature, value) -> put(row, feature, value));
        row.put("api_invocation_time", invoked.toEpochMilli());
        row.put("is_deleted", deleted);
        return row;
    }

    private static void put(GenericData.Record row, String feature, JsonNode value) {
        Schema.Field field = row.getSchema().getField(feature.toLowerCase(Locale.ROOT));
        if (field == null) {
            throw Errors.invalid("The offline store's table has no column for the feature named [" + feature + "].");
        }
        try {
            row.put(field.pos(), AvroValues.of(value, field.schema()));
        } catch (IllegalArgumentException e) {
            throw Errors.invalid("The value of the feature named [" + feature
                    + "] does not fit its column in the offline store's table: " + e.getMessage() + ".");
        }
    }

    private Schema schema(FeatureGroup group, FeatureGroup.Offline store) {
        List<Catalog.Column> columns = store.table()
                .flatMap(name -> catalog.table(name.database(), name.name()))
                .map(OfflineRows::withSystemColumns)
                .orElseGet(group::columns);
        return schemas.computeIfAbsent(columns, OfflineFiles::schema);
    }

    /// Adds the system columns that a table created by the caller may lack.
    private static List<Catalog.Column> withSystemColumns(Catalog.Table table) {
        Set<String> names = table.columns().stream().map(Catalog.Column::name).collect(Collectors.toSet());
        return Stream.concat(
                        table.columns().stream(),
                        FeatureGroup.SYSTEM_COLUMNS.stream().filter(column -> !names.contains(column.name())))
                .toList();
    }
}
