SELECT
  "id",
  "ts",
  "v"
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY "id"
      ORDER BY CASE WHEN "ts" >= '0001' AND ("ts" LIKE '____-__-__T__:__:__%Z' OR regexp_like("ts", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("ts")) END DESC NULLS LAST,
        "api_invocation_time" DESC NULLS LAST,
        "write_time" DESC NULLS LAST,
        "is_deleted" DESC NULLS LAST,
        "ts" DESC,
        "v" DESC
    ) AS "newest_rank"
  FROM "fs"."orders"
  WHERE "ts" >= '2025-12-31T10:00'
    AND "ts" < '2026-01-03T14:00'
    AND CASE WHEN "ts" >= '0001' AND ("ts" LIKE '____-__-__T__:__:__%Z' OR regexp_like("ts", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("ts")) END BETWEEN TIMESTAMP '2026-01-01 00:00:00.000 UTC' AND TIMESTAMP '2026-01-02 23:59:59.999999999 UTC'
    AND "write_time" <= TIMESTAMP '2026-03-01 10:00:00.000 UTC'
) AS "history"
WHERE "newest_rank" = 1
  AND NOT COALESCE("is_deleted", FALSE)
-- id → id: varchar
-- ts → ts: varchar
-- v → v: double
