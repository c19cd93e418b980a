SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE (("year" = '2026') AND ("month" IN ('01', '02')))
-- customerid → CustomerId: varchar
