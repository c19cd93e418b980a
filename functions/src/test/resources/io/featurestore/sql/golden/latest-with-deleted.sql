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
    "customerid",
    "event_time",
    "age",
    "country",
    "order",
    "feature-1",
    "tags",
    row_number() OVER (
      PARTITION BY "customerid"
      ORDER BY from_iso8601_timestamp_nanos("event_time") DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
    ) AS "newest_rank"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
) AS "history"
WHERE "newest_rank" = 1
-- customerid → CustomerId: varchar
-- event_time → event_time: varchar
-- age → Age: bigint
-- country → country: varchar
-- order → order: varchar
-- feature-1 → feature-1: double
-- tags → tags: array(varchar) as JSON
