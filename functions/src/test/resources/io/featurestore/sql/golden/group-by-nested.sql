SELECT
  json_format(CAST("tags" AS JSON)) AS "tags",
  count(*) AS "n"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
GROUP BY "tags"
-- tags → tags: array(varchar) as JSON
-- n → n: bigint
