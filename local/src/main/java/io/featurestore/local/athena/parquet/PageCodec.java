package io.featurestore.local.athena.parquet;

import com.github.luben.zstd.Zstd;
import io.featurestore.local.athena.sql.QueryFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// Compresses pages.
///
/// @param name the codec
/// @param level the level of zstd
public record PageCodec(CompressionCodecName name, int level) {
    private static final String USUAL = "GZIP";
    private static final int USUAL_LEVEL = 3;
    private static final int HIGHEST_LEVEL = 22;
    private static final Map<String, CompressionCodecName> CODECS = Map.of(
            USUAL,
            CompressionCodecName.GZIP,
            "SNAPPY",
            CompressionCodecName.SNAPPY,
            "ZSTD",
            CompressionCodecName.ZSTD,
            "NONE",
            CompressionCodecName.UNCOMPRESSED);

    /// Returns a codec that a statement names. Without a name it is gzip
    /// (docs.aws.amazon.com/athena/latest/ug/unload.html). Only zstd has levels, from 1 to 22, and 3 without
    /// a choice (docs.aws.amazon.com/athena/latest/ug/compression-support-zstd-levels.html).
    ///
    /// @param options the options of the statement
    /// @param names the names of the option for the codec
    /// @throws QueryFailure if files are not written with the codec
    public static PageCodec of(Map<String, String> options, List<String> names) throws QueryFailure {
        String wanted = names.stream()
                .filter(options::containsKey)
                .map(options::get)
                .findFirst()
                .orElse(USUAL)
                .toUpperCase(Locale.ROOT);
        CompressionCodecName codec = CODECS.get(wanted);
        if (codec == null) {
            throw QueryFailure.user(
                    "NOT_SUPPORTED",
                    "The compression " + wanted + " is not served here for Parquet; use GZIP, SNAPPY, ZSTD or NONE");
        }
        return new PageCodec(codec, level(options.get("compression_level"), codec));
    }

    private static int level(@Nullable String given, CompressionCodecName name) throws QueryFailure {
        if (given == null) {
            return USUAL_LEVEL;
        }
        if (name != CompressionCodecName.ZSTD) {
            throw QueryFailure.user(
                    "INVALID_TABLE_PROPERTY", "compression_level is for the compression ZSTD alone, not for " + name);
        }
        if (!given.matches("\\d{1,2}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > HIGHEST_LEVEL) {
            throw QueryFailure.user(
                    "INVALID_TABLE_PROPERTY",
                    "compression_level must be a number from 1 to " + HIGHEST_LEVEL + ": " + given);
        }
        return Integer.parseInt(given);
    }

    /// Returns the name that the parameters of a table in the data catalog hold.
    public String hiveName() {
        return name == CompressionCodecName.UNCOMPRESSED ? "NONE" : name.name();
    }

    byte[] compress(byte[] page) throws IOException {
        return switch (name) {
            case UNCOMPRESSED -> page;
            case SNAPPY -> Snappy.compress(page);
            case ZSTD -> Zstd.compress(page, level);
            default -> gzip(page);
        };
    }

    private static byte[] gzip(byte[] page) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(page.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(page);
        }
        return packed.toByteArray();
    }
}
