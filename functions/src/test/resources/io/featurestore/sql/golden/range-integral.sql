SELECT
  "id",
  "ts",
  "v"
FROM (
  SELECT
    "id",
    "ts",
    "v",
    count(CASE WHEN "is_deleted" THEN 1 END) OVER (
      PARTITION BY "id"
      ORDER BY "ts" DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
      ROWS UNBOUNDED PRECEDING
    ) AS "deletions"
  FROM "fs"."epochs"
  WHERE "year" IN ('2023')
    AND "month" IN ('11')
    AND "day" IN ('14')
    AND "hour" IN ('21', '22', '23')
    AND (CAST("year" AS integer) > 2023 OR (CAST("year" AS integer) = 2023 AND (CAST("month" AS integer) > 11 OR (CAST("month" AS integer) = 11 AND (CAST("day" AS integer) > 14 OR (CAST("day" AS integer) = 14 AND CAST("hour" AS integer) >= 21))))))
    AND (CAST("year" AS integer) < 2023 OR (CAST("year" AS integer) = 2023 AND (CAST("month" AS integer) < 11 OR (CAST("month" AS integer) = 11 AND (CAST("day" AS integer) < 14 OR (CAST("day" AS integer) = 14 AND CAST("hour" AS integer) <= 23))))))
    AND "ts" >= 1700000001
    AND "ts" <= 1700000039
) AS "history"
WHERE "deletions" = 0
-- id → id: varchar
-- ts → ts: bigint
-- v → v: double
