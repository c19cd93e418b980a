SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE ('A' = concat("country", ''''))
-- customerid → CustomerId: varchar
