package io.featurestore.export.estimate;

/**
 * What all chunks of a column come to, as far as files were read.
 *
 * @param rows how many rows
 * @param nulls how many of them are NULL, as far as the files say
 * @param compressed bytes in the files
 * @param csv bytes of all values in the query's result, without the quotes around them, commas and line ends
 * @param json bytes of all values in JSON, without names, commas and NULLs
 * @param dictionary of these, bytes of chunks with a dictionary
 * @param uncompressed bytes that the chunks have before compression
 */
record ColumnSums(long rows, long nulls, long compressed, double csv, double json, long dictionary,
        long uncompressed) {
    static final ColumnSums NONE = new ColumnSums(0, 0, 0, 0, 0, 0, 0);

    ColumnSums plus(ColumnSums other) {
        return new ColumnSums(rows + other.rows, nulls + other.nulls, compressed + other.compressed, csv + other.csv,
                json + other.json, dictionary + other.dictionary, uncompressed + other.uncompressed);
    }

    /** Returns how many bytes the column takes in the query's result, with quotes and one comma or line end each. */
    double resultBytes() {
        return csv + 2.0 * (rows - nulls) + rows;
    }
}
