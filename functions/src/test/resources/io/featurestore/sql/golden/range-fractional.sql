SELECT
  "id",
  "ts",
  "v"
FROM (
  SELECT
    "id",
    "ts",
    "v",
    "is_deleted",
    row_number() OVER (
      PARTITION BY "id"
      ORDER BY "ts" DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
    ) AS "newest_rank"
  FROM "fs"."clicks"
  WHERE "year" IN ('2023')
    AND "month" IN ('11')
    AND "day" IN ('14')
    AND "hour" IN ('21', '22', '23')
    AND (CAST("year" AS integer) > 2023 OR (CAST("year" AS integer) = 2023 AND (CAST("month" AS integer) > 11 OR (CAST("month" AS integer) = 11 AND (CAST("day" AS integer) > 14 OR (CAST("day" AS integer) = 14 AND CAST("hour" AS integer) >= 21))))))
    AND (CAST("year" AS integer) < 2023 OR (CAST("year" AS integer) = 2023 AND (CAST("month" AS integer) < 11 OR (CAST("month" AS integer) = 11 AND (CAST("day" AS integer) < 14 OR (CAST("day" AS integer) = 14 AND CAST("hour" AS integer) <= 23))))))
    AND "ts" >= DOUBLE '1700000000.5'
    AND "ts" <= DOUBLE '1700000039.1234567'
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- id → id: varchar
-- ts → ts: double
-- v → v: double
