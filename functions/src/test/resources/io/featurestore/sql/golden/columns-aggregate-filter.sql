SELECT
  sum("age") FILTER (WHERE ("country" = 'DE')) AS "de",
  array_agg("country" ORDER BY "age" DESC) AS "countries",
  LISTAGG("country", ',' ON OVERFLOW  ERROR) WITHIN GROUP (ORDER BY "age" ASC) AS "joined",
  count(DISTINCT "country") AS "n"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- de → de: unknown
-- countries → countries: unknown
-- joined → joined: unknown
-- n → n: bigint
