SELECT
  transform("scores", ("x") -> ("x" + "age")) AS "shifted",
  reduce("scores", 0, ("s", "age") -> ("s" + "age"), ("s") -> "s") AS "total"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- shifted → shifted: unknown
-- total → total: unknown
