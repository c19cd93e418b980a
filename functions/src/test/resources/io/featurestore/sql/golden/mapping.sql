SELECT
  "customerid",
  "age" AS "years",
  count(*) AS "n"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
GROUP BY "customerid", "age"
-- customerid → id: varchar
-- years → Age: bigint
-- n → n: bigint
