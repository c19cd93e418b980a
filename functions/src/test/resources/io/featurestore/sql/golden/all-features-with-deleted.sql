SELECT
  "customerid",
  "event_time",
  "age",
  "country",
  "order",
  "feature-1",
  json_format(CAST("tags" AS JSON)) AS "tags"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- customerid → CustomerId: varchar
-- event_time → event_time: varchar
-- age → Age: bigint
-- country → country: varchar
-- order → order: varchar
-- feature-1 → feature-1: double
-- tags → tags: array(varchar) as JSON
