SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
LEFT JOIN (
  SELECT
    COALESCE("customerid", '') AS "deleted_key",
    "customerid" IS NULL AS "deleted_without_key",
    max(ROW(COALESCE(CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END, TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("api_invocation_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("write_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC'))) AS "deleted_at"
  FROM "sagemaker_featurestore"."customers-eu-1700000000"
  WHERE "is_deleted"
    AND ("year" NOT IN ('2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2024', '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035', '2036', '2037', '2038', '2039', '2040', '2041', '2042', '2043', '2044', '2045', '2046', '2047', '2048', '2049') OR "year" IS NULL)
    AND ("month" NOT IN ('03', '3', '04', '4', '05', '5', '06', '6', '07', '7', '08', '8', '09', '9', '10', '11') OR "month" IS NULL)
    AND COALESCE((TRY_CAST("year" AS integer) > 2025 OR (TRY_CAST("year" AS integer) = 2025 AND (TRY_CAST("month" AS integer) > 12 OR (TRY_CAST("month" AS integer) = 12 AND (TRY_CAST("day" AS integer) > 30 OR (TRY_CAST("day" AS integer) = 30 AND TRY_CAST("hour" AS integer) >= 12)))))), TRUE)
    AND COALESCE((TRY_CAST("year" AS integer) < 2026 OR (TRY_CAST("year" AS integer) = 2026 AND (TRY_CAST("month" AS integer) < 2 OR (TRY_CAST("month" AS integer) = 2 AND (TRY_CAST("day" AS integer) < 1 OR (TRY_CAST("day" AS integer) = 1 AND TRY_CAST("hour" AS integer) <= 13)))))), TRUE)
    AND "event_time" >= '2025-12-30T10:00'
    AND "event_time" < '2026-02-01T14:00'
    AND CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END BETWEEN TIMESTAMP '2025-12-31 00:00:00.000 UTC' AND TIMESTAMP '2026-01-31 23:59:59.999999999 UTC'
  GROUP BY 1, 2
) AS "tombstones" ON COALESCE("customerid", '') = "deleted_key" AND ("customerid" IS NULL) = "deleted_without_key"
WHERE ("year" NOT IN ('2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2024', '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035', '2036', '2037', '2038', '2039', '2040', '2041', '2042', '2043', '2044', '2045', '2046', '2047', '2048', '2049') OR "year" IS NULL)
  AND ("month" NOT IN ('03', '3', '04', '4', '05', '5', '06', '6', '07', '7', '08', '8', '09', '9', '10', '11') OR "month" IS NULL)
  AND COALESCE((TRY_CAST("year" AS integer) > 2025 OR (TRY_CAST("year" AS integer) = 2025 AND (TRY_CAST("month" AS integer) > 12 OR (TRY_CAST("month" AS integer) = 12 AND (TRY_CAST("day" AS integer) > 30 OR (TRY_CAST("day" AS integer) = 30 AND TRY_CAST("hour" AS integer) >= 12)))))), TRUE)
  AND COALESCE((TRY_CAST("year" AS integer) < 2026 OR (TRY_CAST("year" AS integer) = 2026 AND (TRY_CAST("month" AS integer) < 2 OR (TRY_CAST("month" AS integer) = 2 AND (TRY_CAST("day" AS integer) < 1 OR (TRY_CAST("day" AS integer) = 1 AND TRY_CAST("hour" AS integer) <= 13)))))), TRUE)
  AND "event_time" >= '2025-12-30T10:00'
  AND "event_time" < '2026-02-01T14:00'
  AND CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END BETWEEN TIMESTAMP '2025-12-31 00:00:00.000 UTC' AND TIMESTAMP '2026-01-31 23:59:59.999999999 UTC'
  AND NOT COALESCE("is_deleted", FALSE)
  AND ("deleted_at" IS NULL OR ROW(COALESCE(CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END, TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("api_invocation_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC'), COALESCE("write_time", TIMESTAMP '0000-01-01 00:00:00.000 UTC')) > "deleted_at")
-- customerid → CustomerId: varchar
