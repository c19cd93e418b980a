package io.featurestore.store.files.projection;

import io.featurestore.failure.QueryFailed;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.featurestore.store.files.projection.ProjectionSettings.InvalidSettingException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Describes the partitions of a table with partition projection. The query engine computes them from the table's
/// parameters; registered partitions count for nothing
/// (docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html).
///
/// Without `storage.location.template`, partitions lie in folders `key=value/` below the table's location, and the
/// spelling of a value is escaped as in Hive.
public final class PartitionProjection {
    private final LocationTemplate template;
    private final Map<String, KeyProjection> keys;
    private final boolean escaped;

    private PartitionProjection(LocationTemplate template, Map<String, KeyProjection> keys, boolean escaped) {
        this.template = template;
        this.keys = keys;
        this.escaped = escaped;
    }

    /// Returns the projection of a table; empty if its parameters do not enable it.
    ///
    /// @param location the table's location
    /// @param now the time that `NOW` stands for
    /// @throws QueryFailed if the engine would refuse the settings
    public static Optional<PartitionProjection> of(
            Table table, Map<String, String> parameters, String location, Instant now) {
        ProjectionSettings settings = new ProjectionSettings(parameters, now);
        if (!settings.enabled() || table.partitionKeys().isEmpty()) {
            return Optional.empty();
        }
        List<String> names = table.partitionKeys().stream().map(Column::name).toList();
        try {
            Map<String, KeyProjection> keys = new LinkedHashMap<>();
            for (Column key : table.partitionKeys()) {
                keys.put(key.name(), settings.key(key));
            }
            String text = settings.template().orElseGet(() -> hive(location, names));
            return Optional.of(new PartitionProjection(
                    template(text, names), keys, settings.template().isEmpty()));
        } catch (InvalidSettingException e) {
            throw new QueryFailed("The partition projection of table " + table.qualifiedName() + " is not valid: "
                    + e.getMessage() + ". Athena refuses every query of such a table; repair its parameters.");
        }
    }

    private static LocationTemplate template(String text, List<String> names) throws InvalidSettingException {
        try {
            return LocationTemplate.parse(text, names);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("storage.location.template is '" + text + "', and " + e.getMessage());
        }
    }

    private static String hive(String location, List<String> names) {
        return (location.endsWith("/") ? location : location + "/")
                + names.stream()
                        .map(name -> HivePath.escape(name) + "=${" + name + "}")
                        .collect(Collectors.joining("/", "", "/"));
    }

    /// Returns the fixed text that all locations begin with.
    public String fixed() {
        return template.fixed();
    }

    /// Returns the parts of a location after the first characters of the fixed text.
    public LocationTemplate after(int characters) {
        return template.without(characters);
    }

    /// Returns the projection of a key.
    public KeyProjection key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    /// Returns the text of a spelling in a location.
    public String folder(String spelling) {
        return escaped ? HivePath.escape(spelling) : spelling;
    }

    /// Returns the value that a text in a location stands for; empty if the key has no such value.
    public Optional<String> value(String key, String folder) {
        if (!escaped) {
            return key(key).value(folder);
        }
        String spelling = HivePath.unescape(folder);
        return HivePath.escape(spelling).equals(folder) ? key(key).value(spelling) : Optional.empty();
    }
}
