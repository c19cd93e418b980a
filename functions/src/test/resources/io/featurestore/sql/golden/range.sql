SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE "year" IN ('2025', '2026')
  AND "month" IN ('01', '1', '12')
  AND "day" IN ('01', '1', '31')
  AND "hour" IN ('00', '0', '01', '1', '02', '2', '03', '3', '04', '4', '05', '5', '06', '6', '23')
  AND (CAST("year" AS integer) > 2025 OR (CAST("year" AS integer) = 2025 AND (CAST("month" AS integer) > 12 OR (CAST("month" AS integer) = 12 AND (CAST("day" AS integer) > 31 OR (CAST("day" AS integer) = 31 AND CAST("hour" AS integer) >= 23))))))
  AND (CAST("year" AS integer) < 2026 OR (CAST("year" AS integer) = 2026 AND (CAST("month" AS integer) < 1 OR (CAST("month" AS integer) = 1 AND (CAST("day" AS integer) < 1 OR (CAST("day" AS integer) = 1 AND CAST("hour" AS integer) <= 6))))))
  AND from_iso8601_timestamp_nanos("event_time") >= TIMESTAMP '2026-01-01 00:30:00.000 UTC'
  AND from_iso8601_timestamp_nanos("event_time") <= TIMESTAMP '2026-01-01 05:00:00.000 UTC'
-- customerid → CustomerId: varchar
