SELECT
  "customerid"
FROM (
  SELECT
    "customerid",
    "country",
    "is_deleted",
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
  AND NOT COALESCE("is_deleted", FALSE)
  AND ((1 = 1) OR ("country" = ''))
-- customerid → CustomerId: varchar
