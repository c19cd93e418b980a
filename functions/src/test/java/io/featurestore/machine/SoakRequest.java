package io.featurestore.machine;

import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request of the soak, without its place.
 *
 * @param format csv, json or parquet
 * @param compression one the format takes
 * @param partFiles whether the output is a prefix
 * @param online whether it is what a bulk put takes
 * @param records all or latest
 * @param chunks about how many chunks there will be
 * @param large whether it is the whole table, so that what is not compressed is uploaded in parts
 */
record SoakRequest(String format, String compression, boolean partFiles, boolean online, String records, int chunks,
        boolean large) {
    /** So many rows the table has to have. */
    static final int ROWS = 40_000;

    private static final int FEW = 3_000;
    private static final List<Integer> CHUNKS = List.of(1, 2, 3, 7, 16, 64);

    static SoakRequest of(SplittableRandom random) {
        String format = oneOf(List.of("csv", "json", "parquet"), random);
        return new SoakRequest(format, oneOf(format.equals("parquet")
                ? List.of("none", "snappy", "gzip", "zstd")
                : List.of("none", "gzip", "bzip2", "zstd"), random), random.nextBoolean(), random.nextInt(3) == 0,
                oneOf(List.of("all", "latest"), random), oneOf(CHUNKS, random), random.nextInt(8) == 0);
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
                .put("records", records)
                .put("chunkSize", Math.ceilDiv(large ? ROWS : FEW, chunks));
        if (!large) {
            request.put("limit", FEW);
        }
        WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
        return request;
    }
}
