SELECT
  "country",
  max("age") AS "oldest"
FROM (
  SELECT
    "age",
    "country",
    row_number() OVER (
      PARTITION BY "customerid"
      ORDER BY from_iso8601_timestamp_nanos("event_time") DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
    ) AS "newest_rank"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE "year" IN ('2025', '2026')
    AND "month" IN ('01', '1', '02', '2', '03', '3', '12')
    AND (CAST("year" AS integer) > 2025 OR (CAST("year" AS integer) = 2025 AND (CAST("month" AS integer) > 12 OR (CAST("month" AS integer) = 12 AND (CAST("day" AS integer) > 31 OR (CAST("day" AS integer) = 31 AND CAST("hour" AS integer) >= 23))))))
    AND (CAST("year" AS integer) < 2026 OR (CAST("year" AS integer) = 2026 AND (CAST("month" AS integer) < 3 OR (CAST("month" AS integer) = 3 AND (CAST("day" AS integer) < 1 OR (CAST("day" AS integer) = 1 AND CAST("hour" AS integer) <= 0))))))
    AND from_iso8601_timestamp_nanos("event_time") >= TIMESTAMP '2026-01-01 00:00:00.000 UTC'
    AND from_iso8601_timestamp_nanos("event_time") <= TIMESTAMP '2026-02-28 23:59:59.999999999 UTC'
    AND "write_time" <= TIMESTAMP '2026-03-01 10:00:00.000'
) AS "history"
WHERE "newest_rank" = 1
  AND ("age" > 18)
GROUP BY "country"
ORDER BY "oldest" DESC, "country" ASC
LIMIT 3
-- country → country: varchar
-- oldest → Oldest: unknown
