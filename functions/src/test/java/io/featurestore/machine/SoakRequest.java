package io.featurestore.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/// Describes a request of the soak test, without its output.
///
/// @param format csv, json or parquet
/// @param compression a compression of the format
/// @param partFiles whether the output is a prefix
/// @param online whether it is online-compatible
/// @param records all or latest
/// @param chunks the approximate number of chunks
/// @param large whether it exports the whole table, so that uncompressed output is uploaded in parts
/// @param unload whether the rows come by UNLOAD, in no order, of the whole table
record SoakRequest(
        String format,
        String compression,
        boolean partFiles,
        boolean online,
        String records,
        int chunks,
        boolean large,
        boolean unload) {
    /// The required number of rows of the table.
    static final int ROWS = 40_000;

    private static final int FEW = 3_000;
    private static final List<Integer> CHUNKS = List.of(1, 2, 3, 7, 16, 64);

    static SoakRequest of(SplittableRandom random) {
        String format = oneOf(List.of("csv", "json", "parquet"), random);
        return new SoakRequest(
                format,
                oneOf(
                        format.equals("parquet")
                                ? List.of("none", "snappy", "gzip", "zstd")
                                : List.of("none", "gzip", "bzip2", "zstd"),
                        random),
                random.nextBoolean(),
                random.nextInt(3) == 0,
                oneOf(List.of("all", "latest"), random),
                oneOf(CHUNKS, random),
                random.nextInt(8) == 0,
                random.nextInt(3) == 0);
    }

    /// Creates a request whose rows come by a SELECT.
    SoakRequest(
            String format,
            String compression,
            boolean partFiles,
            boolean online,
            String records,
            int chunks,
            boolean large) {
        this(format, compression, partFiles, online, records, chunks, large, false);
    }

    private static <T> T oneOf(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    ObjectNode to(String place) {
        ObjectNode request = ExportStack.request("{}")
                .put("featureGroupName", "customers")
                .put("output", "s3://" + ExportStack.EXPORTS + "/" + place + (partFiles ? "/" : ""))
                .put("format", format)
                .put("compression", compression)
                .put("onlineCompatible", online)
                .put("records", records);
        if (unload) {
            // Without chunkSize, row groups may be carried over.
            return chunks == 1 ? request : request.put("chunkSize", Math.ceilDiv(ROWS, chunks));
        }
        request.put("chunkSize", Math.ceilDiv(large ? ROWS : FEW, chunks));
        if (!large) {
            request.put("limit", FEW);
        }
        WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
        return request;
    }
}
