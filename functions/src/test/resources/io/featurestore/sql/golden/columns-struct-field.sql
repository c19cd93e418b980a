SELECT
  "address"."City" AS "city",
  "address"."geo"."lat" AS "latitude",
  json_format(CAST("address"."geo" AS JSON)) AS "geo"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- city → City: varchar
-- latitude → latitude: double
-- geo → geo: row("lat" double, "lon" double) as JSON
