package io.featurestore.steps.estimate.footer;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;

/// Totals one leaf of the Parquet schema over all column chunks of the files that were read. A slot is the place
/// for one value in a row, or for one element in an array or map.
///
/// @param kind kind of the values
/// @param bounds bounds over all slots; the number of rows in it is the number of slots
/// @param chunks number of column chunks
/// @param compressed compressed bytes in the files
/// @param plain bytes before compression
/// @param dictionary the part of `compressed` in chunks with a dictionary
/// @param dense the part of `compressed` in chunks whose codec leaves little to gain
/// @param loose the part of `compressed` in chunks without compression
/// @param text bytes of all values in the query's result, without enclosing quotes
public record LeafSums(
        Kind kind,
        ValueBounds bounds,
        double chunks,
        double compressed,
        double plain,
        double dictionary,
        double dense,
        double loose,
        double text) {
    /// Approximate bytes of a page header, which tell nothing about the values.
    private static final long PAGE_HEADER = 30;

    /// Lists the kinds of values.
    public enum Kind {
        BOOLEAN,
        INTEGER,
        FLOATING,
        TEXT,
        TIME
    }

    /// Returns the totals of one column chunk.
    static LeafSums of(Kind kind, ColumnMetaData chunk, ValueBounds bounds, double text) {
        boolean dictionary = ValueLength.inDictionary(chunk);
        long headers = PAGE_HEADER * (dictionary ? 2 : 1);
        double compressed = Math.max(0, chunk.getTotal_compressed_size() - headers);
        CompressionCodec codec = chunk.getCodec();
        boolean loose = codec == CompressionCodec.UNCOMPRESSED;
        boolean fast = codec == CompressionCodec.SNAPPY
                || codec == CompressionCodec.LZ4
                || codec == CompressionCodec.LZ4_RAW
                || codec == CompressionCodec.LZO;
        return new LeafSums(
                kind,
                bounds,
                1,
                compressed,
                Math.max(0, chunk.getTotal_uncompressed_size() - headers),
                dictionary ? compressed : 0,
                loose || fast ? 0 : compressed,
                loose ? compressed : 0,
                text);
    }

    /// Returns the totals of a column that no file stores: all its values are equal, or all are NULL.
    static LeafSums absent(ValueBounds bounds, double text) {
        return new LeafSums(Kind.TEXT, bounds, 1, 0, 0, 0, 0, 0, text);
    }

    /// Returns the totals of a column of which only the length of its values as text is known.
    public static LeafSums unknown(long slots, double text, double plain) {
        return new LeafSums(Kind.TEXT, ValueBounds.unknown(slots), 1, plain, plain, 0, 0, plain, text);
    }

    public LeafSums plus(LeafSums other) {
        return new LeafSums(
                kind,
                bounds.plus(other.bounds),
                chunks + other.chunks,
                compressed + other.compressed,
                plain + other.plain,
                dictionary + other.dictionary,
                dense + other.dense,
                loose + other.loose,
                text + other.text);
    }

    /// Returns the totals for a share of the rows, assuming that all rows are alike.
    LeafSums share(double share) {
        ValueBounds part = new ValueBounds(
                Math.round(bounds.rows() * share),
                bounds.nulls() < 0 ? -1 : Math.round(bounds.nulls() * share),
                bounds.least(),
                bounds.most(),
                bounds.nan());
        return new LeafSums(
                kind,
                part,
                Math.max(1, chunks * share),
                compressed * share,
                plain * share,
                dictionary * share,
                dense * share,
                loose * share,
                text * share);
    }

    /// Returns the number of slots with a value; slots are taken to have one where the files do not count NULLs.
    public long values() {
        return bounds.rows() - Math.max(0, bounds.nulls());
    }
}
