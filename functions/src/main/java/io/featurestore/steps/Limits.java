package io.featurestore.steps;

/** Limits of the services, and bounds of our own, in one place. */
public final class Limits {
    /** Parts of one multipart upload (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
    public static final int MAX_UPLOAD_PARTS = 10_000;
    /** The largest part of an upload, and the largest object that one request copies (the same page). */
    public static final long MAX_UPLOAD_PART = 5L << 30;
    /**
     * Chunks of one export: each becomes one part, and parts one multipart upload, in which a Parquet file's footer of
     * hundreds of megabytes takes parts of its own. As parts are at most 5 GiB, the object is at most 48.8 TiB, the most.
     */
    public static final int MAX_CHUNKS = MAX_UPLOAD_PARTS - 100;
    /** Footer of one Parquet file: it is put together in the final step's memory, of which it leaves two thirds. */
    public static final long MAX_FOOTER = 512L << 20;
    /** Chunks converted at once: half of an account's concurrent Lambda calls by default (1,000). */
    public static final int MAX_CONCURRENCY = 500;
    /**
     * A chunk is planned no smaller unless chunkSize asks for it: its transitions and requests cost as much as half a
     * second of a converter, which is about what it takes.
     */
    public static final long MIN_PLANNED_CHUNK = 32L << 20;
    /** A chunk is planned no larger unless there would be too many: it takes a converter some 10 s. */
    public static final long MAX_PLANNED_CHUNK = 128L << 20;
    /** A chunk is never planned larger unless there would be too many. */
    public static final long MAX_CHUNK = 1L << 30;
    /**
     * The longest conversion that is planned at all. An Express child of the map ends after 300 s
     * (docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), the converter's own time-out is 280 s, and its
     * last 30 s are kept to end a part in.
     */
    public static final int CONVERSION_SECONDS = 250;
    /** The longest conversion that is planned unless there would be too many: a processor half as fast is in time too. */
    public static final int PLANNED_CONVERSION_SECONDS = CONVERSION_SECONDS / 2;
    /**
     * Requests of the final step at once. One of S3's moves some 85 MB a second
     * (docs.aws.amazon.com/AmazonS3/latest/userguide, optimizing-performance-design-patterns), so as many copy 10 TB in 11 of
     * its 15 minutes. As none takes less than 60 ms, they stay below S3's 3,500 writes a second for a prefix.
     */
    public static final int FINAL_REQUESTS = 192;
    /** Small reads at once: a request takes tens of milliseconds and little work. */
    public static final int SMALL_READS = 32;
    /** Chunks aimed at for a result of middle size. */
    public static final int PLANNED_CHUNKS = 64;

    private Limits() {}
}
