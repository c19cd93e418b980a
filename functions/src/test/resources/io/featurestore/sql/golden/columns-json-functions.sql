SELECT
  JSON_VALUE("country" FORMAT JSON, 'lax $.a' RETURNING integer NULL ON EMPTY NULL ON ERROR) AS "v",
  json_extract_scalar("country", '$.a') AS "w"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- v → v: unknown
-- w → w: unknown
