-- With one thread the rows of a result have one order, so that a query gives the same bytes each time. Results are
-- streamed, and with two threads a query took no less time.
SET threads = 1;
SET TimeZone = 'UTC';
SET integer_division = false;
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
SET parquet_metadata_cache = true;
SET memory_limit = '2GB';
