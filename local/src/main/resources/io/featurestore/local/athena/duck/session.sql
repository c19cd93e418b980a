SET TimeZone = 'UTC';
SET integer_division = false;
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
SET parquet_metadata_cache = true;
SET memory_limit = '2GB';
