SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE "year" IN ('2024', '2025', '2026')
  AND (CAST("year" AS integer) > 2024 OR (CAST("year" AS integer) = 2024 AND (CAST("month" AS integer) > 5 OR (CAST("month" AS integer) = 5 AND (CAST("day" AS integer) > 31 OR (CAST("day" AS integer) = 31 AND CAST("hour" AS integer) >= 23))))))
  AND (CAST("year" AS integer) < 2026 OR (CAST("year" AS integer) = 2026 AND (CAST("month" AS integer) < 2 OR (CAST("month" AS integer) = 2 AND (CAST("day" AS integer) < 2 OR (CAST("day" AS integer) = 2 AND CAST("hour" AS integer) <= 0))))))
  AND from_iso8601_timestamp_nanos("event_time") >= TIMESTAMP '2024-06-01 00:00:00.000 UTC'
  AND from_iso8601_timestamp_nanos("event_time") <= TIMESTAMP '2026-02-01 23:59:59.999999999 UTC'
-- customerid → CustomerId: varchar
