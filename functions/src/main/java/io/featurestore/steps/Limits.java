package io.featurestore.steps;

/** Holds the limits of the services and our own bounds. */
public final class Limits {
    /**
     * The maximum number of parts of one multipart upload (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
     */
    public static final int MAX_UPLOAD_PARTS = 10_000;
    /**
     * The largest part of an upload in bytes, which is also the largest object that one request copies (the same page).
     */
    public static final long MAX_UPLOAD_PART = 5L << 30;
    /**
     * The maximum number of chunks of one export. Each chunk becomes one part of a multipart upload. The parts that are
     * left are for a Parquet file's footer of hundreds of megabytes. Since a part has at most 5 GiB, 10,000 parts make
     * 48.8 TiB, the largest object.
     */
    public static final int MAX_CHUNKS = MAX_UPLOAD_PARTS - 100;
    /**
     * The largest footer of one Parquet file in bytes. The final step builds it in memory; it takes at most a third of
     * that.
     */
    public static final long MAX_FOOTER = 512L << 20;
    /**
     * The maximum number of chunks converted at the same time: half of an account's default limit of 1,000 concurrent
     * Lambda calls.
     */
    public static final int MAX_CONCURRENCY = 500;
    /**
     * The smallest planned chunk in bytes, unless chunkSize requests smaller ones. The transitions and requests of a
     * chunk cost as much as half a second of a converter, which is about the time that a chunk of this size takes.
     */
    public static final long MIN_PLANNED_CHUNK = 32L << 20;
    /**
     * The largest planned chunk in bytes, unless there would be too many chunks. A converter takes about 10 s for it.
     */
    public static final long MAX_PLANNED_CHUNK = 128L << 20;
    /** The largest chunk in bytes that chunkSize can request, unless there would be too many chunks. */
    public static final long MAX_CHUNK = 1L << 30;
    /**
     * The longest conversion in seconds that any plan may have. An Express child of the map ends after 300 s
     * (docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), the converter's own time-out is 280 s, and
     * its last 30 s are reserved for finishing a part.
     */
    public static final int CONVERSION_SECONDS = 250;
    /**
     * The longest planned conversion in seconds, unless there would be too many chunks. A processor with half the speed
     * still finishes in time.
     */
    public static final int PLANNED_CONVERSION_SECONDS = CONVERSION_SECONDS / 2;
    /**
     * The maximum number of concurrent requests of the final step. One S3 connection moves about 85 MB/s
     * (docs.aws.amazon.com/AmazonS3/latest/userguide, optimizing-performance-design-patterns), so this many copy 10 TB
     * in 11 of the step's 15 minutes. Each request takes at least 60 ms, so they stay below S3's limit of 3,500 writes
     * per second per prefix.
     */
    public static final int FINAL_REQUESTS = 192;
    /** The number of concurrent small reads. A request takes tens of milliseconds and little CPU. */
    public static final int SMALL_READS = 32;
    /** The number of chunks for a result of medium size. */
    public static final int PLANNED_CHUNKS = 64;

    private Limits() {}
}
