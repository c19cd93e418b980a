SELECT
  "country",
  COUNT(*) AS "record_count",
  avg("age") AS "mean_age"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
LEFT JOIN (
  SELECT
    COALESCE("customerid", '') AS "deleted_key",
    "customerid" IS NULL AS "deleted_without_key",
    max(ROW(COALESCE(CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END, TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("api_invocation_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("write_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC'))) AS "deleted_at"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE "is_deleted"
  GROUP BY 1, 2
) AS "tombstones" ON COALESCE("customerid", '') = "deleted_key" AND ("customerid" IS NULL) = "deleted_without_key"
WHERE NOT COALESCE("is_deleted", FALSE)
  AND ("deleted_at" IS NULL OR ROW(COALESCE(CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END, TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("api_invocation_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("write_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC')) > "deleted_at")
GROUP BY "country"
-- country → country: varchar
-- record_count → record_count: bigint
-- mean_age → Mean_Age: unknown
