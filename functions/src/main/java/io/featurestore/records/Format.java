package io.featurestore.records;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The format of an output.
public enum Format {
    /// CSV as Athena writes it: a header, every value quoted, and nothing between the commas for NULL.
    CSV(EnumSet.of(Compression.NONE, Compression.GZIP, Compression.BZIP2, Compression.ZSTD), Compression.GZIP),
    /// JSON Lines: one object per line.
    JSON(EnumSet.of(Compression.NONE, Compression.GZIP, Compression.BZIP2, Compression.ZSTD), Compression.GZIP),
    /// Apache Parquet. The compression is inside the file.
    PARQUET(EnumSet.of(Compression.NONE, Compression.GZIP, Compression.ZSTD, Compression.SNAPPY), Compression.ZSTD);

    private final Set<Compression> compressions;
    private final Compression defaultCompression;

    Format(Set<Compression> compressions, Compression defaultCompression) {
        this.compressions = compressions;
        this.defaultCompression = defaultCompression;
    }

    /// Returns the compressions that this format supports.
    public Set<Compression> compressions() {
        return Set.copyOf(compressions);
    }

    /// Returns the compression that is used if a request names none.
    public Compression defaultCompression() {
        return defaultCompression;
    }

    /// Returns the file extension without a dot. Requests use the same name.
    @JsonValue
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the format with the given name in a request.
    @JsonCreator
    public static Format named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
