package io.featurestore.steps;

/// Holds the limits of the services and the project's own bounds. Packages below `steps` cannot read this
/// class. A limit that only they need is defined once in the class that applies it: the length of a statement
/// in [io.featurestore.sql.syntax.SqlText], of a row in [io.featurestore.records.RecordLimits], of an
/// object's key in [io.featurestore.store.objects.S3Uri], of a record of the online store in
/// [io.featurestore.store.online.OnlineTransform]. Prices are in [io.featurestore.steps.cost.Prices].
public final class Limits {
    /// The most parts of one multipart upload (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
    public static final int MAX_UPLOAD_PARTS = 10_000;
    /// The largest part of an upload in bytes, which is also the largest object that one request copies (the
    /// same page).
    public static final long MAX_UPLOAD_PART = 5L << 30;

    /// The smallest part of an upload except the last one (the same page).
    public static final long MIN_UPLOAD_PART = 5L << 20;

    /// The most bytes that one request copies, as long as an upload has room for so many parts. S3 copies
    /// some 85 MB per second (see [#FINAL_REQUESTS]) and need not send a byte before it has finished, so a
    /// range of 5 GiB would take longer than a client waits for data. Small ranges are also copied side by
    /// side.
    public static final long COPY_RANGE = 512L << 20;

    /// The most keys that one DeleteObjects takes
    /// (docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html).
    public static final int MAX_DELETED_KEYS = 1_000;

    /// The most objects in one page of a listing
    /// (docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
    public static final int MAX_LISTED_KEYS = 1_000;

    /// The most partitions in one page (docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html).
    public static final int MAX_LISTED_PARTITIONS = 1_000;

    /// The most bytes of the payload that one state hands to the next
    /// (docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
    public static final int MAX_PAYLOAD = 256 << 10;
    /// The most chunks of one export. Each chunk becomes one part, and all parts become one multipart upload.
    /// A Parquet footer of hundreds of megabytes takes further parts. As a part has at most 5 GiB, the object
    /// has at most 48.8 TiB, which is S3's limit.
    public static final int MAX_CHUNKS = MAX_UPLOAD_PARTS - 100;
    /// The largest footer of one Parquet file. The final step builds it in memory and keeps two thirds of its
    /// memory free.
    public static final long MAX_FOOTER = 512L << 20;
    /// The most chunks that are converted at the same time: half of an account's default number of concurrent
    /// Lambda calls (1,000).
    public static final int MAX_CONCURRENCY = 500;
    /// The smallest planned chunk, unless `chunkSize` asks for a smaller one. The transitions and requests of
    /// a chunk cost as much as half a second of a converter, which is about the time that such a chunk takes.
    public static final long MIN_PLANNED_CHUNK = 32L << 20;
    /// The largest planned chunk, unless there would be too many chunks. A converter takes some 10 s for it.
    public static final long MAX_PLANNED_CHUNK = 128L << 20;
    /// The largest chunk in any case, unless there would be too many chunks.
    public static final long MAX_CHUNK = 1L << 30;
    /// The longest planned conversion in seconds. An Express child of the map ends after 300 s
    /// (docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), the converter's own time-out is
    /// 280 s, and the last 30 s are reserved for finishing a part.
    public static final int CONVERSION_SECONDS = 250;
    /// The longest planned conversion in seconds, unless there would be too many chunks. A processor of half
    /// the speed still finishes in time.
    public static final int PLANNED_CONVERSION_SECONDS = CONVERSION_SECONDS / 2;
    /// The most concurrent requests of the final step. One request to S3 moves some 85 MB per second
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide, optimizing-performance-design-patterns), so 192 of
    /// them copy 10 TB in 11 of the step's 15 minutes. As a request takes at least 60 ms, they stay below
    /// S3's limit of 3,500 writes per second and prefix.
    public static final int FINAL_REQUESTS = 192;
    /// The most concurrent small reads. Such a request takes tens of milliseconds and little CPU time.
    public static final int SMALL_READS = 32;
    /// The intended number of chunks for a result of medium size.
    public static final int PLANNED_CHUNKS = 64;

    /// The least number of lost chunks after which a round of conversions still goes on.
    private static final int LEAST_TOLERATED_FAILURES = 3;
    /// One of so many chunks may be lost before a round ends.
    private static final int CHUNKS_PER_TOLERATED_FAILURE = 20;

    private Limits() {}

    /// Returns the most chunks that one round of conversions may lose without an end of the export: a
    /// twentieth, but at least 3. The next round repeats them. More lost chunks are no accident but a fault
    /// that hits all of them, such as a denied access, so the round then ends at once.
    ///
    /// @param chunks the number of chunks of the export
    public static int toleratedFailures(int chunks) {
        return Math.max(LEAST_TOLERATED_FAILURES, chunks / CHUNKS_PER_TOLERATED_FAILURE);
    }
}
