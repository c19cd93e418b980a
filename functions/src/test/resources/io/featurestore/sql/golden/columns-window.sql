SELECT
  "customerid",
  row_number() OVER (PARTITION BY "country" ORDER BY "age" DESC) AS "place",
  lag("age") IGNORE NULLS OVER (ORDER BY "event_time" ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS "previous"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- customerid → CustomerId: varchar
-- place → place: unknown
-- previous → previous: unknown
