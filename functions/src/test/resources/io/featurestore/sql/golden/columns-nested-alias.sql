SELECT
  json_format(CAST("tags" AS JSON)) AS "labels",
  json_format(CAST("address" AS JSON)) AS "address"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- labels → labels: array(varchar) as JSON
-- address → address: row("city" varchar, "geo" row("lat" double, "lon" double)) as JSON
