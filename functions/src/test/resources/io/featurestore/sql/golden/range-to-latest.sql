SELECT
  "customerid"
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY "customerid"
      ORDER BY CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
    ) AS "newest_rank"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE ("year" NOT IN ('2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035', '2036', '2037', '2038', '2039', '2040', '2041', '2042', '2043', '2044', '2045', '2046', '2047', '2048', '2049') OR "year" IS NULL)
    AND COALESCE((TRY_CAST("year" AS integer) < 2026 OR (TRY_CAST("year" AS integer) = 2026 AND (TRY_CAST("month" AS integer) < 1 OR (TRY_CAST("month" AS integer) = 1 AND (TRY_CAST("day" AS integer) < 2 OR (TRY_CAST("day" AS integer) = 2 AND TRY_CAST("hour" AS integer) <= 13)))))), TRUE)
    AND "event_time" < '2026-01-02T14:00'
    AND CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END <= TIMESTAMP '2026-01-01 23:59:59.999999999 UTC'
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- customerid → CustomerId: varchar
