SELECT
  date_trunc('day', "write_time") AS "day",
  count(*) AS "n"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
GROUP BY date_trunc('day', "write_time")
-- day → day: unknown
-- n → n: bigint
