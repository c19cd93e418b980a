SELECT
  "customerid"
FROM (
  SELECT
    "customerid",
    "age",
    "tags",
    "scores",
    "props",
    "address",
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
  AND (contains("tags", 'vip') AND ("address"."city" = 'Bonn') AND ("props"['a'] = 1) AND any_match("scores", ("s") -> ("s" > "age")))
-- customerid → CustomerId: varchar
