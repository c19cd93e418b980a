package io.featurestore.records;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The format of an output. */
public enum Format {
    /** Athena's own CSV: header, every value quoted, NULL is nothing between the commas. */
    CSV(EnumSet.of(Compression.NONE, Compression.GZIP, Compression.BZIP2, Compression.ZSTD), Compression.GZIP),
    /** JSON Lines: one object a line. */
    JSON(EnumSet.of(Compression.NONE, Compression.GZIP, Compression.BZIP2, Compression.ZSTD), Compression.GZIP),
    /** Apache Parquet; the compression is inside the file. */
    PARQUET(EnumSet.of(Compression.NONE, Compression.GZIP, Compression.ZSTD, Compression.SNAPPY), Compression.ZSTD);

    private final Set<Compression> compressions;
    private final Compression defaultCompression;

    Format(Set<Compression> compressions, Compression defaultCompression) {
        this.compressions = compressions;
        this.defaultCompression = defaultCompression;
    }

    /** Returns the compressions this format takes. */
    public Set<Compression> compressions() {
        return Set.copyOf(compressions);
    }

    /** Returns the compression used where a request names none. */
    public Compression defaultCompression() {
        return defaultCompression;
    }

    /** Returns the file extension without a dot, which is also the name in requests. */
    @JsonValue
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format with the given name in a request. */
    @JsonCreator
    public static Format named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
