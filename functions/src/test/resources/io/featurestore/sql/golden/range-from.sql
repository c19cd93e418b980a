SELECT
  "customerid"
FROM "sagemaker_featurestore"."customers-eu-1700000000"
WHERE ("year" NOT IN ('2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2024') OR "year" IS NULL)
  AND COALESCE((TRY_CAST("year" AS integer) > 2025 OR (TRY_CAST("year" AS integer) = 2025 AND (TRY_CAST("month" AS integer) > 12 OR (TRY_CAST("month" AS integer) = 12 AND (TRY_CAST("day" AS integer) > 31 OR (TRY_CAST("day" AS integer) = 31 AND TRY_CAST("hour" AS integer) >= 12)))))), TRUE)
  AND "event_time" >= '2025-12-31T10:30'
  AND CASE WHEN "event_time" >= '0001' AND ("event_time" LIKE '____-__-__T__:__:__%Z' OR regexp_like("event_time", '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$')) THEN TRY(from_iso8601_timestamp_nanos("event_time")) END >= TIMESTAMP '2026-01-01 00:30:00.500 UTC'
-- customerid → CustomerId: varchar
