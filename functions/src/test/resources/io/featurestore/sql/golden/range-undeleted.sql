SELECT
  "customerid"
FROM (
  SELECT
    "customerid",
    count(CASE WHEN "is_deleted" THEN 1 END) OVER (
      PARTITION BY "customerid"
      ORDER BY from_iso8601_timestamp_nanos("event_time") DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
      ROWS UNBOUNDED PRECEDING
    ) AS "deletions"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE "year" IN ('2025', '2026')
    AND "month" IN ('01', '1', '02', '2', '12')
    AND (CAST("year" AS integer) > 2025 OR (CAST("year" AS integer) = 2025 AND (CAST("month" AS integer) > 12 OR (CAST("month" AS integer) = 12 AND (CAST("day" AS integer) > 30 OR (CAST("day" AS integer) = 30 AND CAST("hour" AS integer) >= 23))))))
    AND (CAST("year" AS integer) < 2026 OR (CAST("year" AS integer) = 2026 AND (CAST("month" AS integer) < 2 OR (CAST("month" AS integer) = 2 AND (CAST("day" AS integer) < 1 OR (CAST("day" AS integer) = 1 AND CAST("hour" AS integer) <= 0))))))
    AND from_iso8601_timestamp_nanos("event_time") >= TIMESTAMP '2025-12-31 00:00:00.000 UTC'
    AND from_iso8601_timestamp_nanos("event_time") <= TIMESTAMP '2026-01-31 23:59:59.999999999 UTC'
) AS "history"
WHERE "deletions" = 0
-- customerid → CustomerId: varchar
