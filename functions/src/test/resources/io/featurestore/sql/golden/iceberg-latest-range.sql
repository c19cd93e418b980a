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
      ORDER BY from_iso8601_timestamp_nanos("ts") DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST
    ) AS "newest_rank"
  FROM "fs"."orders"
  WHERE from_iso8601_timestamp_nanos("ts") >= TIMESTAMP '2026-01-01 00:00:00.000 UTC'
    AND from_iso8601_timestamp_nanos("ts") <= TIMESTAMP '2026-01-02 23:59:59.999999999 UTC'
    AND "write_time" <= TIMESTAMP '2026-03-01 10:00:00.000'
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- id → id: varchar
-- ts → ts: varchar
-- v → v: double
