SELECT
  "country",
  max("age") AS "oldest"
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY "customerid"
      ORDER BY CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST,
        "age" DESC,
        "country" DESC
    ) AS "newest_rank"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE ("year" NOT IN ('2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2024', '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035', '2036', '2037', '2038', '2039', '2040', '2041', '2042', '2043', '2044', '2045', '2046', '2047', '2048', '2049') OR "year" IS NULL)
    AND ("month" NOT IN ('04', '4', '05', '5', '06', '6', '07', '7', '08', '8', '09', '9', '10', '11') OR "month" IS NULL)
    AND COALESCE((TRY_CAST("year" AS integer) > 2025 OR (TRY_CAST("year" AS integer) = 2025 AND (TRY_CAST("month" AS integer) > 12 OR (TRY_CAST("month" AS integer) = 12 AND (TRY_CAST("day" AS integer) > 31 OR (TRY_CAST("day" AS integer) = 31 AND TRY_CAST("hour" AS integer) >= 12)))))), TRUE)
    AND COALESCE((TRY_CAST("year" AS integer) < 2026 OR (TRY_CAST("year" AS integer) = 2026 AND (TRY_CAST("month" AS integer) < 3 OR (TRY_CAST("month" AS integer) = 3 AND (TRY_CAST("day" AS integer) < 1 OR (TRY_CAST("day" AS integer) = 1 AND TRY_CAST("hour" AS integer) <= 13)))))), TRUE)
    AND "event_time" >= '2025-12-31T10:00'
    AND "event_time" < '2026-03-01T14:00'
    AND CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END BETWEEN TIMESTAMP '2026-01-01 00:00:00.000 UTC' AND TIMESTAMP '2026-02-28 23:59:59.999999999 UTC'
    AND "write_time" <= TIMESTAMP '2026-03-01 10:00:00.000 UTC'
) AS "history"
WHERE "newest_rank" = 1
  AND ("age" > 18)
GROUP BY "country"
ORDER BY "oldest" DESC, "country" ASC
LIMIT 3
-- country → country: varchar
-- oldest → Oldest: unknown
