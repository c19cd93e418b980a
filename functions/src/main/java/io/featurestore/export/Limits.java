package io.featurestore.export;

/** Limits of the services, and bounds of our own, in one place. */
public final class Limits {
    /**
     * Longest record of a result that is read. Athena's rows are at most 32 MB
     * (docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html); quoting at most doubles them.
     */
    public static final int MAX_RECORD_BYTES = 64 << 20;
    /** Parts of one multipart upload (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
    public static final int MAX_UPLOAD_PARTS = 10_000;
    /**
     * Chunks of one export: each becomes one part, and parts one multipart upload, in which a Parquet file's magic bytes
     * and footer may take parts of their own.
     */
    public static final int MAX_CHUNKS = MAX_UPLOAD_PARTS - 10;
    /** Chunks converted at once: half of an account's concurrent Lambda calls by default (1,000). */
    public static final int MAX_CONCURRENCY = 500;
    /** A chunk is planned no smaller unless chunkSize asks for it: below, a call costs more than its work. */
    public static final long MIN_PLANNED_CHUNK = 8L << 20;
    /** A chunk is planned no larger unless there would be too many: it takes a converter some 10 s. */
    public static final long MAX_PLANNED_CHUNK = 128L << 20;
    /** A chunk larger than this may not be converted within the five minutes of an Express child. */
    public static final long MAX_CHUNK = 1L << 30;
    /** Chunks aimed at for a result of middle size. */
    public static final int PLANNED_CHUNKS = 64;

    private Limits() {}
}
