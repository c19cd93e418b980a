SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE ("year" NOT IN ('2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035', '2036', '2037', '2038', '2039', '2040', '2041', '2042', '2043', '2044', '2045', '2046', '2047', '2048', '2049') OR "year" IS NULL)
  AND COALESCE((TRY_CAST("year" AS integer) > 2024 OR (TRY_CAST("year" AS integer) = 2024 AND (TRY_CAST("month" AS integer) > 5 OR (TRY_CAST("month" AS integer) = 5 AND (TRY_CAST("day" AS integer) > 31 OR (TRY_CAST("day" AS integer) = 31 AND TRY_CAST("hour" AS integer) >= 12)))))), TRUE)
  AND COALESCE((TRY_CAST("year" AS integer) < 2026 OR (TRY_CAST("year" AS integer) = 2026 AND (TRY_CAST("month" AS integer) < 2 OR (TRY_CAST("month" AS integer) = 2 AND (TRY_CAST("day" AS integer) < 2 OR (TRY_CAST("day" AS integer) = 2 AND TRY_CAST("hour" AS integer) <= 13)))))), TRUE)
  AND "event_time" >= '2024-05-31T10:00'
  AND "event_time" < '2026-02-02T14:00'
  AND CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END BETWEEN TIMESTAMP '2024-06-01 00:00:00.000 UTC' AND TIMESTAMP '2026-02-01 23:59:59.999999999 UTC'
-- customerid → CustomerId: varchar
