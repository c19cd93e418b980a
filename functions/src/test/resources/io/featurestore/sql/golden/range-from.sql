SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE (CAST("year" AS integer) > 2025 OR (CAST("year" AS integer) = 2025 AND (CAST("month" AS integer) > 12 OR (CAST("month" AS integer) = 12 AND (CAST("day" AS integer) > 31 OR (CAST("day" AS integer) = 31 AND CAST("hour" AS integer) >= 23))))))
  AND from_iso8601_timestamp_nanos("event_time") >= TIMESTAMP '2026-01-01 00:30:00.500 UTC'
-- customerid → CustomerId: varchar
