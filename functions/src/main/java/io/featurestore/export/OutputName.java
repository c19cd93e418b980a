package io.featurestore.export;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads format and compression from the name of an output. Capitals do not count.
///
/// The last extension is the format, after which the suffix of a compression may stand: `a.csv`, `a.jsonl.gz`. A
/// Parquet file is compressed inside, so its compression may stand before the extension, as Apache Spark writes
/// it: `a.snappy.parquet`. The format that a request names replaces that of the extension. An extension that stands
/// for another kind of file is refused with any format. Any other text after a dot, such as `.v2`, is part of the
/// name.
///
/// @param format the format of the extension; empty if there is no extension of a format
/// @param compression the compression that the name contains; empty if it contains none
/// @param suffixed whether the compression is a suffix, after the format
/// @param extension the extension of the format, or the refused one, with its dot; empty if there is none
/// @param refusal the reason why the name is refused, which completes a sentence after the extension; empty if it
///     is accepted
record OutputName(
        Optional<Format> format,
        Optional<Compression> compression,
        boolean suffixed,
        String extension,
        Optional<String> refusal) {
    private static final Map<String, Format> FORMATS = Map.of(
            "csv", Format.CSV,
            "json", Format.JSON,
            "jsonl", Format.JSON,
            "ndjson", Format.JSON,
            "parquet", Format.PARQUET,
            "pq", Format.PARQUET);
    private static final Map<String, Compression> SUFFIXES =
            Map.of("gz", Compression.GZIP, "bz2", Compression.BZIP2, "zst", Compression.ZSTD);
    /// The names of compressions before the extension of Parquet files: those of Apache Spark and parquet-java
    /// (CompressionCodecName), and our own suffixes.
    private static final Map<String, Compression> INSIDE_PARQUET = Map.of(
            "snappy", Compression.SNAPPY,
            "gz", Compression.GZIP,
            "gzip", Compression.GZIP,
            "zst", Compression.ZSTD,
            "zstd", Compression.ZSTD);
    private static final Set<String> REFUSED_INSIDE_PARQUET =
            Set.of("bz2", "bzip2", "lz4", "lz4raw", "lz4_raw", "lz4hadoop", "lzo", "br", "brotli");
    private static final Set<String> PLAIN_TEXT = Set.of("txt", "text");
    /// The extensions of other kinds of files.
    private static final Set<String> FOREIGN = Set.of(
            // Tables and documents
            "tsv",
            "tab",
            "psv",
            "xls",
            "xlsx",
            "xlsm",
            "xlsb",
            "ods",
            "numbers",
            "doc",
            "docx",
            "pdf",
            "html",
            "htm",
            "xml",
            "yaml",
            "yml",
            "toml",
            "md",
            "geojson",
            "json5",
            "sql",
            // Binary formats of data
            "avro",
            "orc",
            "arrow",
            "arrows",
            "feather",
            "ipc",
            "rcfile",
            "seq",
            "pb",
            "proto",
            "tfrecord",
            "tfrecords",
            "pkl",
            "pickle",
            "npy",
            "npz",
            "h5",
            "hdf5",
            "mat",
            "rds",
            "rdata",
            "sav",
            "dta",
            "sas7bdat",
            "db",
            "sqlite",
            "sqlite3",
            "duckdb",
            "mdb",
            "accdb",
            "bson",
            "msgpack",
            "ion",
            // Archives and other compressions
            "zip",
            "zipx",
            "7z",
            "rar",
            "tar",
            "tgz",
            "tbz",
            "tbz2",
            "txz",
            "tzst",
            "jar",
            "cab",
            "gzip",
            "bzip2",
            "bz",
            "zstd",
            "xz",
            "lzma",
            "lz",
            "lz4",
            "lzo",
            "br",
            "z",
            "sz",
            "snappy",
            "deflate");
    private static final String NAMES =
            "end it in .csv, .json, .jsonl, .ndjson, .parquet or .pq. A .gz, .bz2 or .zst may follow, except after "
                    + ".parquet and .pq";

    /// Reads a name.
    ///
    /// @param name the part of a key after its last slash
    /// @param requested the format that the request names
    static OutputName of(String name, Optional<Format> requested) {
        List<String> parts = new ArrayList<>(List.of(name.split("\\.", -1)));
        Optional<Compression> suffix = Optional.ofNullable(parts.size() > 1 ? SUFFIXES.get(lower(parts)) : null);
        if (suffix.isPresent()) {
            parts.removeLast();
        }
        String extension = parts.size() > 1 ? lower(parts) : "";
        String shown = extension.isEmpty() ? "" : "." + parts.getLast();
        Optional<Format> format = Optional.ofNullable(FORMATS.get(extension));
        Optional<String> refusal = refusal(extension, suffix.isPresent(), requested);
        boolean parquet =
                requested.or(() -> format).filter(f -> f == Format.PARQUET).isPresent();
        if (parquet && format.isPresent() && suffix.isEmpty() && refusal.isEmpty()) {
            parts.removeLast();
            String inside = parts.size() > 1 ? lower(parts) : "";
            return new OutputName(
                    format,
                    Optional.ofNullable(INSIDE_PARQUET.get(inside)),
                    false,
                    INSIDE_PARQUET.containsKey(inside) || REFUSED_INSIDE_PARQUET.contains(inside)
                            ? "." + parts.getLast() + shown
                            : shown,
                    REFUSED_INSIDE_PARQUET.contains(inside)
                            ? Optional.of("names a compression that Parquet files of an export do not have; use "
                                    + ".gz.parquet, .snappy.parquet, .zstd.parquet or .parquet alone")
                            : Optional.empty());
        }
        return new OutputName(format, suffix, suffix.isPresent(), shown, refusal);
    }

    /// Returns the format that the name of a folder ends in, such as `a.parquet/`.
    static Optional<Format> ofFolder(String name) {
        int dot = name.lastIndexOf('.');
        return Optional.ofNullable(FORMATS.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)))
                .filter(_ -> dot >= 0);
    }

    private static Optional<String> refusal(String extension, boolean suffixed, Optional<Format> requested) {
        if (FOREIGN.contains(extension) || suffixed && SUFFIXES.containsKey(extension)) {
            return Optional.of("is no form of an output; " + NAMES);
        }
        if (PLAIN_TEXT.contains(extension)
                && requested.filter(f -> f != Format.PARQUET).isEmpty()) {
            return Optional.of("can be CSV or JSON Lines; set format to csv or json, or end it in .csv or .jsonl");
        }
        return Optional.empty();
    }

    private static String lower(List<String> parts) {
        return parts.getLast().toLowerCase(Locale.ROOT);
    }
}
