SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE (("write_time" > TIMESTAMP '2026-01-01 00:00:00') AND ("write_time" < (current_timestamp - INTERVAL '1' DAY)) AND ("age" <> -1) AND (("age" - -1) > 1E3) AND ("age" < DECIMAL '1.5') AND ("country" LIKE 'a$%' ESCAPE '$') AND ("country" IS DISTINCT FROM 'x') AND (NOT "is_deleted") AND ("write_time" AT TIME ZONE 'UTC' IS NOT NULL) AND (X'AB' = X'AB'))
-- customerid → CustomerId: varchar
