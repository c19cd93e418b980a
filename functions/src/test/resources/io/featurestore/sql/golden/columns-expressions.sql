SELECT
  (CASE WHEN ("age" >= 18) THEN 'adult' ELSE 'minor' END) AS "class",
  COALESCE("country", '?') AS "c",
  CAST("age" AS varchar(3)) AS "age_text",
  TRY(("age" / 0)) AS "t",
  IF(("age" IS NULL), 0, "age") AS "a",
  ("age" BETWEEN 1 AND 2) AS "b"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
-- class → class: unknown
-- c → c: unknown
-- age_text → age_text: varchar
-- t → t: unknown
-- a → a: unknown
-- b → b: unknown
