SELECT
  "customerid",
  "order",
  "feature-1"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- customerid → CustomerId: varchar
-- order → order: varchar
-- feature-1 → feature-1: double
