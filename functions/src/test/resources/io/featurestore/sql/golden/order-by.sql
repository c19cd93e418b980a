SELECT
  "customerid",
  "age"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
ORDER BY "age" DESC NULLS LAST, "customerid" ASC
-- customerid → CustomerId: varchar
-- age → Age: bigint
