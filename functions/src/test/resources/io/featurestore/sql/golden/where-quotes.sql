SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE (("country" = 'O''Brien; DROP TABLE x --') OR ("country" = '/* "') OR ("country" = '’é'))
-- customerid → CustomerId: varchar
