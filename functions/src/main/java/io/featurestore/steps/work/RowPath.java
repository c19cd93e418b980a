package io.featurestore.steps.work;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Says how the rows of an output come. The field `path` of a result, a plan and a manifest shows it, and
/// `pathReason` says why.
public enum RowPath {
    /// The output is the CSV object that Athena wrote, copied as it is.
    COPY,
    /// Functions read the CSV object that Athena wrote for a SELECT, and converted its records.
    SELECT,
    /// Athena's workers wrote the result side by side as Parquet files, by UNLOAD. Their row groups are
    /// carried over or converted.
    UNLOAD;

    /// Returns the name in a result.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the path with the given name in a result.
    @JsonCreator
    public static RowPath named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
