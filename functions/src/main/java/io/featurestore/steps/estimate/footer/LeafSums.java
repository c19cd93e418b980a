package io.featurestore.steps.estimate.footer;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;

/**
 * What all chunks of one leaf of the schema come to, as far as files were read. A slot is a row's place for a value, or,
 * within an array or map, that of one of its elements.
 *
 * @param kind what the values are
 * @param bounds over all slots; its rows are the slots
 * @param chunks how many chunks
 * @param compressed bytes in the files
 * @param plain bytes before compression
 * @param dictionary of {@code compressed}, bytes of chunks with a dictionary
 * @param dense of {@code compressed}, bytes of chunks whose codec leaves little to gain
 * @param loose of {@code compressed}, bytes of chunks that are not compressed
 * @param text bytes of all values in the query's result, without the quotes around them
 */
public record LeafSums(Kind kind, ValueBounds bounds, double chunks, double compressed, double plain, double dictionary,
        double dense,
        double loose, double text) {
    /** Of a page: what says nothing of its values. */
    private static final long PAGE_HEADER = 30;

    /** What the values of a leaf are. */
    public enum Kind {
        BOOLEAN, INTEGER, FLOATING, TEXT, TIME
    }

    /** Returns what one chunk comes to. */
    static LeafSums of(Kind kind, ColumnMetaData chunk, ValueBounds bounds, double text) {
        boolean dictionary = ValueLength.inDictionary(chunk);
        long headers = PAGE_HEADER * (dictionary ? 2 : 1);
        double compressed = Math.max(0, chunk.getTotal_compressed_size() - headers);
        CompressionCodec codec = chunk.getCodec();
        boolean loose = codec == CompressionCodec.UNCOMPRESSED;
        boolean fast = codec == CompressionCodec.SNAPPY || codec == CompressionCodec.LZ4
                || codec == CompressionCodec.LZ4_RAW || codec == CompressionCodec.LZO;
        return new LeafSums(kind, bounds, 1, compressed, Math.max(0, chunk.getTotal_uncompressed_size() - headers),
                dictionary ? compressed : 0, loose || fast ? 0 : compressed, loose ? compressed : 0, text);
    }

    /** Returns a column that stands in no file: all values are one, or none. */
    static LeafSums absent(ValueBounds bounds, double text) {
        return new LeafSums(Kind.TEXT, bounds, 1, 0, 0, 0, 0, 0, text);
    }

    /** Returns a column of whose values nothing is known but their length as text. */
    public static LeafSums unknown(long slots, double text, double plain) {
        return new LeafSums(Kind.TEXT, ValueBounds.unknown(slots), 1, plain, plain, 0, 0, plain, text);
    }

    public LeafSums plus(LeafSums other) {
        return new LeafSums(kind, bounds.plus(other.bounds), chunks + other.chunks, compressed + other.compressed, plain
                + other.plain, dictionary + other.dictionary, dense + other.dense, loose + other.loose,
                text
                        + other.text);
    }

    /** Returns what so large a part of the rows comes to, if all are alike. */
    LeafSums share(double share) {
        ValueBounds part = new ValueBounds(Math.round(bounds.rows() * share), bounds.nulls() < 0
                ? -1
                : Math.round(bounds.nulls() * share), bounds.least(), bounds.most(), bounds.nan());
        return new LeafSums(kind, part, Math.max(1, chunks * share), compressed * share, plain * share, dictionary
                * share, dense * share, loose * share, text * share);
    }

    /** Returns how many slots have a value, as far as the files say. */
    public long values() {
        return bounds.rows() - Math.max(0, bounds.nulls());
    }
}
