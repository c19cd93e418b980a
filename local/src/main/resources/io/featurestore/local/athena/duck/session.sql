SET TimeZone = 'UTC';
SET integer_division = true;
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
SET parquet_metadata_cache = true;
SET memory_limit = '2GB';
CREATE MACRO trino_varchar(x) AS CASE typeof(x)
    WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
    WHEN 'TIMESTAMP WITH TIME ZONE'
        THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
    ELSE CAST(x AS VARCHAR) END;
