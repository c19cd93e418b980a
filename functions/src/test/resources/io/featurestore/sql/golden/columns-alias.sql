SELECT
  "customerid" AS "id",
  "feature-1" AS "feature1",
  upper("country") AS "country_upper"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- id → id: varchar
-- feature1 → Feature1: double
-- country_upper → Country_Upper: unknown
