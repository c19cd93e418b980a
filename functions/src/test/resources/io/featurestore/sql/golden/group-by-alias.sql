SELECT
  date_trunc('day', "write_time") AS "written",
  count(*) AS "n"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
GROUP BY date_trunc('day', "write_time")
ORDER BY "written" ASC, 2
-- written → written: unknown
-- n → n: bigint
