SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
LIMIT 5
-- customerid → CustomerId: varchar
