SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE (("country" = 'DE') OR ("age" > 30))
-- customerid → CustomerId: varchar
