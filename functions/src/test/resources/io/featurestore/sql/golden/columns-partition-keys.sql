SELECT
  "customerid",
  "year",
  "month"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- customerid → CustomerId: varchar
-- year → year: varchar
-- month → month: varchar
