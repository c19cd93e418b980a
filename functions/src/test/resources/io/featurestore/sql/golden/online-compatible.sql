SELECT
  "customerid",
  "event_time",
  "age",
  "country",
  "order",
  "feature-1",
  json_format(CAST("tags" AS JSON)) AS "tags"
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY "customerid"
      ORDER BY CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST,
        "event_time" DESC,
        "age" DESC,
        "country" DESC,
        "order" DESC,
        "feature-1" DESC,
        json_format(CAST("tags" AS JSON)) DESC
    ) AS "newest_rank"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- customerid → CustomerId: varchar
-- event_time → event_time: varchar
-- age → Age: bigint
-- country → country: varchar
-- order → order: varchar
-- feature-1 → feature-1: double
-- tags → tags: array(varchar) as JSON
