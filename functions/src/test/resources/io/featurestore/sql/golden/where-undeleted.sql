SELECT
  "customerid"
FROM (
  SELECT
    "customerid",
    "age",
    "country",
    count(CASE WHEN "is_deleted" THEN 1 END) OVER (
      PARTITION BY "customerid"
      ORDER BY from_iso8601_timestamp_nanos("event_time") DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
      ROWS UNBOUNDED PRECEDING
    ) AS "deletions"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
) AS "history"
WHERE "deletions" = 0
  AND (("country" = 'DE') OR ("age" > 30))
-- customerid → CustomerId: varchar
