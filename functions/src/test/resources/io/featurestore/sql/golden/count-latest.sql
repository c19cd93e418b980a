SELECT
  COUNT(*) AS "record_count"
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
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- record_count → record_count: bigint
