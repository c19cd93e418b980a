-- What an export of the sample is, by the contract. Tables customers_rows and visits_rows hold the offline stores' rows.
CREATE MACRO happened(written := TIMESTAMPTZ '9999-01-01 00:00:00Z', first := -1e300, last := 1e300) AS TABLE
SELECT * FROM customers_rows
WHERE write_time <= written AND event_time BETWEEN first AND last;

CREATE MACRO live(written := TIMESTAMPTZ '9999-01-01 00:00:00Z', first := -1e300, last := 1e300) AS TABLE
WITH h AS (SELECT * FROM happened(written := written, first := first, last := last))
SELECT * FROM h AS put
WHERE NOT put.is_deleted AND NOT EXISTS (
  SELECT 1 FROM h AS deletion
  WHERE deletion.is_deleted AND deletion.customer_id = put.customer_id
    AND (deletion.event_time, deletion.api_invocation_time, deletion.write_time)
      >= (put.event_time, put.api_invocation_time, put.write_time));

CREATE MACRO newest(written := TIMESTAMPTZ '9999-01-01 00:00:00Z', first := -1e300, last := 1e300) AS TABLE
WITH h AS (SELECT * FROM happened(written := written, first := first, last := last))
SELECT * FROM h AS one
WHERE NOT EXISTS (
  SELECT 1 FROM h AS other
  WHERE other.customer_id = one.customer_id
    AND (other.event_time, other.api_invocation_time, other.write_time, other.is_deleted)
      > (one.event_time, one.api_invocation_time, one.write_time, one.is_deleted));

CREATE MACRO features(rows) AS TABLE
SELECT customer_id, event_time, age, lifetime_value, is_active, segment, comment, email, tags, address
FROM query_table(rows);

CREATE MACRO plain(number) AS regexp_replace(regexp_replace(
  CAST(CAST(number AS DECIMAL(38, 6)) AS VARCHAR), '0+$', ''), '[.]$', '');

CREATE MACRO iso(seconds) AS strftime(make_timestamp(CAST(round(seconds * 1e6) AS BIGINT)), '%Y-%m-%dT%H:%M:%S')
  || CASE WHEN CAST(round(seconds * 1e6) AS BIGINT) % 1000000 = 0 THEN ''
    WHEN CAST(round(seconds * 1e6) AS BIGINT) % 1000 = 0
      THEN '.' || lpad(CAST(CAST(round(seconds * 1e6) AS BIGINT) // 1000 % 1000 AS VARCHAR), 3, '0')
    ELSE '.' || lpad(CAST(CAST(round(seconds * 1e6) AS BIGINT) % 1000000 AS VARCHAR), 6, '0') END || 'Z';

CREATE TABLE live_rows AS SELECT * FROM live();
CREATE TABLE newest_rows AS SELECT * FROM newest();
CREATE VIEW customers AS SELECT * FROM features('live_rows');
CREATE VIEW latest AS SELECT * FROM newest_rows WHERE NOT is_deleted;

CREATE VIEW online AS
SELECT customer_id, plain(event_time) AS event_time, CAST(age AS VARCHAR) AS age, lifetime_value,
  CAST(is_active AS VARCHAR) AS is_active, segment, comment, email, tags, address
FROM latest;

CREATE VIEW visits AS SELECT visit_id, visited_at, page, seconds FROM visits_rows;

CREATE TABLE live_by_march AS SELECT * FROM live(written := TIMESTAMPTZ '2024-03-01 12:00:00Z');

CREATE TABLE gold_rows AS SELECT * EXCLUDE (year, month, day, hour) FROM customers_rows WHERE segment = 'gold';
