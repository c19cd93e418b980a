SELECT
  "id",
  "ts",
  "v"
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY "id"
      ORDER BY CASE WHEN "ts" BETWEEN DOUBLE '-1.7976931348623157E308' AND DOUBLE '1.7976931348623157E308' THEN "ts" END DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST,
        "ts" DESC,
        "v" DESC
    ) AS "newest_rank"
  FROM "fs"."clicks"
  WHERE ("year" NOT IN ('2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2024', '2025', '2026', '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035', '2036', '2037', '2038', '2039', '2040', '2041', '2042', '2043', '2044', '2045', '2046', '2047', '2048', '2049') OR "year" IS NULL)
    AND ("month" NOT IN ('01', '1', '02', '2', '03', '3', '04', '4', '05', '5', '06', '6', '07', '7', '08', '8', '09', '9', '10', '12') OR "month" IS NULL)
    AND ("day" NOT IN ('01', '1', '02', '2', '03', '3', '04', '4', '05', '5', '06', '6', '07', '7', '08', '8', '09', '9', '10', '11', '12', '13', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30', '31') OR "day" IS NULL)
    AND COALESCE((TRY_CAST("year" AS integer) > 2023 OR (TRY_CAST("year" AS integer) = 2023 AND (TRY_CAST("month" AS integer) > 11 OR (TRY_CAST("month" AS integer) = 11 AND (TRY_CAST("day" AS integer) > 14 OR (TRY_CAST("day" AS integer) = 14 AND TRY_CAST("hour" AS integer) >= 10)))))), TRUE)
    AND COALESCE((TRY_CAST("year" AS integer) < 2023 OR (TRY_CAST("year" AS integer) = 2023 AND (TRY_CAST("month" AS integer) < 11 OR (TRY_CAST("month" AS integer) = 11 AND (TRY_CAST("day" AS integer) < 15 OR (TRY_CAST("day" AS integer) = 15 AND TRY_CAST("hour" AS integer) <= 12)))))), TRUE)
    AND "ts" >= DOUBLE '1700000000.5'
    AND "ts" <= DOUBLE '1700000039.1234567'
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- id → id: varchar
-- ts → ts: double
-- v → v: double
