SELECT
  "customerid"
FROM (
  SELECT
    "customerid",
    "is_deleted",
    row_number() OVER (
      PARTITION BY "customerid"
      ORDER BY from_iso8601_timestamp_nanos("event_time") DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
    ) AS "newest_rank"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE (CAST("year" AS integer) < 2026 OR (CAST("year" AS integer) = 2026 AND (CAST("month" AS integer) < 1 OR (CAST("month" AS integer) = 1 AND (CAST("day" AS integer) < 2 OR (CAST("day" AS integer) = 2 AND CAST("hour" AS integer) <= 0))))))
    AND from_iso8601_timestamp_nanos("event_time") <= TIMESTAMP '2026-01-01 23:59:59.999999999 UTC'
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- customerid → CustomerId: varchar
