SELECT
  COUNT(*) AS "record_count"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- record_count → record_count: bigint
