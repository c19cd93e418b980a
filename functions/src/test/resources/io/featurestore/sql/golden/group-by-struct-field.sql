SELECT
  "address"."city" AS "city",
  count(*) AS "n"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
GROUP BY "address"."city"
-- city → city: varchar
-- n → n: bigint
