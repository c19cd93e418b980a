package io.featurestore.local.sagemaker;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Describes the Iceberg table of a feature group, as CreateFeatureGroup creates it: the features and the system
/// columns, partitioned by the day of the event time's text
/// (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-offline.html).
public final class IcebergSchema {
    /// The number of characters of `yyyy-MM-dd`.
    private static final int DAY = 10;

    private IcebergSchema() {}

    /// Returns the columns of a group's table. The names of features keep their case.
    public static Schema of(FeatureGroup group) {
        List<Types.NestedField> fields = new ArrayList<>();
        int columns = group.features().size() + 3;
        for (FeatureGroup.Feature feature : group.features()) {
            int id = fields.size() + 1;
            fields.add(Types.NestedField.optional(id, feature.name(), type(feature, columns + id)));
        }
        fields.add(Types.NestedField.optional(columns - 2, "write_time", Types.TimestampType.withZone()));
        fields.add(Types.NestedField.optional(columns - 1, "api_invocation_time", Types.TimestampType.withZone()));
        fields.add(Types.NestedField.optional(columns, "is_deleted", Types.BooleanType.get()));
        return new Schema(fields);
    }

    /// Returns the type of a feature's column.
    ///
    /// @param elementId the field id of the elements of a collection
    static Type type(FeatureGroup.Feature feature, int elementId) {
        Type element =
                switch (feature.type()) {
                    case "Integral" -> Types.LongType.get();
                    case "Fractional" -> Types.DoubleType.get();
                    default -> Types.StringType.get();
                };
        return feature.collection().isPresent() ? Types.ListType.ofOptional(elementId, element) : element;
    }

    /// Returns the partitions of a group's table: one for each day of the event time.
    static PartitionSpec partitions(FeatureGroup group, Schema schema) {
        return PartitionSpec.builderFor(schema).truncate(group.eventTime(), DAY).build();
    }
}
