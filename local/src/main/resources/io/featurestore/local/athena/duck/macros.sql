-- What DuckDB lacks of Trino. Each macro ends with the end of a line; a session gets those that its query uses.

-- Fails with Athena's error code and text. Unlike error(), it can be tried: TRY gives NULL then.
CREATE MACRO trino_failed(message) AS CAST('~' || message AS BIGINT);
CREATE MACRO trino_uncast(x, name) AS
    trino_failed('INVALID_CAST_ARGUMENT: Cannot cast ''' || x || ''' to ' || name);
CREATE MACRO trino_untimed(x, name) AS
    CAST(trino_failed('INVALID_CAST_ARGUMENT: Value cannot be cast to ' || name || ': ' || x) AS VARCHAR);

-- Casts of texts.
CREATE MACRO trino_is_whole(x) AS regexp_full_match(x, '\s*[+-]?\d+\s*');
CREATE MACRO trino_try_tinyint(x) AS CASE WHEN trino_is_whole(x) THEN TRY_CAST(x AS TINYINT) END;
CREATE MACRO trino_tinyint(x) AS coalesce(trino_try_tinyint(x), CAST(trino_uncast(x, 'TINYINT') AS TINYINT));
CREATE MACRO trino_try_smallint(x) AS CASE WHEN trino_is_whole(x) THEN TRY_CAST(x AS SMALLINT) END;
CREATE MACRO trino_smallint(x) AS coalesce(trino_try_smallint(x), CAST(trino_uncast(x, 'SMALLINT') AS SMALLINT));
CREATE MACRO trino_try_integer(x) AS CASE WHEN trino_is_whole(x) THEN TRY_CAST(x AS INTEGER) END;
CREATE MACRO trino_integer(x) AS coalesce(trino_try_integer(x), CAST(trino_uncast(x, 'INT') AS INTEGER));
CREATE MACRO trino_try_bigint(x) AS CASE WHEN trino_is_whole(x) THEN TRY_CAST(x AS BIGINT) END;
CREATE MACRO trino_bigint(x) AS coalesce(trino_try_bigint(x), trino_uncast(x, 'BIGINT'));
CREATE MACRO trino_try_boolean(x) AS CASE WHEN lower(x) IN ('true', 't', '1') THEN true
    WHEN lower(x) IN ('false', 'f', '0') THEN false END;
CREATE MACRO trino_boolean(x) AS coalesce(trino_try_boolean(x), CAST(trino_uncast(x, 'BOOLEAN') AS BOOLEAN));
CREATE MACRO trino_number(x) AS
    CASE WHEN regexp_full_match(x, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?') THEN x END;
CREATE MACRO trino_decimal(x, name) AS coalesce(trino_number(x),
    CAST(trino_failed('INVALID_CAST_ARGUMENT: Cannot cast VARCHAR ''' || x || ''' to ' || name
        || '. Value is not a number.') AS VARCHAR));
CREATE MACRO trino_try_date(x) AS
    CASE WHEN regexp_full_match(x, '\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}\s*') THEN TRY_CAST(trim(x) AS DATE) END;
CREATE MACRO trino_date(x) AS coalesce(trino_try_date(x), CAST(trino_untimed(x, 'date') AS DATE));
CREATE MACRO trino_clock(x) AS regexp_extract(x,
    '^\s*([+-]?\d{4,}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?)(?:\s*[+-]\d.*|\s+[A-Za-z].*|\s*)$', 1);
CREATE MACRO trino_zone(x) AS CASE WHEN regexp_matches(x, '\s[A-Za-z]') THEN ' ' ELSE '' END
    || trim(substr(trim(x), length(trino_clock(x)) + 1));
CREATE MACRO trino_whole_clock(x) AS CASE WHEN regexp_full_match(x, '.* \d{1,2}:\d{1,2}') THEN x || ':00'
    WHEN x LIKE '% %' THEN x ELSE x || ' 00:00:00' END;
CREATE MACRO trino_try_timestamp(x) AS TRY_CAST(trino_whole_clock(trino_clock(x)) AS TIMESTAMP);
CREATE MACRO trino_timestamp(x) AS coalesce(trino_try_timestamp(x), CAST(trino_untimed(x, 'timestamp') AS TIMESTAMP));
CREATE MACRO trino_try_instant(x) AS CASE WHEN trino_clock(x) <> ''
    THEN TRY_CAST(trino_whole_clock(trino_clock(x)) || trino_zone(x) AS TIMESTAMPTZ) END;
CREATE MACRO trino_instant(x) AS
    coalesce(trino_try_instant(x), CAST(trino_untimed(x, 'timestamp with time zone') AS TIMESTAMPTZ));

-- Times with fewer digits than microseconds.
CREATE MACRO trino_unit(digits) AS CAST(pow(10, 6 - digits) AS BIGINT);
CREATE MACRO trino_floor(us, unit) AS us - (us % unit + unit) % unit;
CREATE MACRO trino_rounded(t, digits) AS time_bucket(
    to_microseconds(trino_unit(digits)), t + to_microseconds(trino_unit(digits) // 2), TIMESTAMP '1970-01-01 00:00:00');

-- Values as text.
CREATE MACRO trino_varchar(x) AS CASE typeof(x)
    WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
    WHEN 'TIMESTAMP WITH TIME ZONE'
        THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
    ELSE CAST(x AS VARCHAR) END;
CREATE MACRO trino_substr(x, start) AS CASE WHEN start = 0 OR -start > length(x) THEN left(x, 0)
    WHEN start > 0 THEN substr(x, start) ELSE right(x, -start) END;
CREATE MACRO trino_try_fitting(text, size) AS CASE WHEN length(text) <= size THEN text END;
CREATE MACRO trino_fitting(text, size) AS CASE WHEN length(text) > size
    THEN CAST(trino_failed('INVALID_CAST_ARGUMENT: Value ' || text || ' cannot be represented as varchar('
        || CAST(size AS VARCHAR) || ')') AS VARCHAR)
    ELSE text END;
CREATE MACRO trino_cut(text, digits) AS CASE WHEN digits = 0 THEN left(text, length(text) - 7)
    ELSE left(text, length(text) - 6 + least(digits, 6)) || repeat('0', greatest(digits - 6, 0)) END;
CREATE MACRO trino_moment(t, digits) AS
    trino_cut(strftime(CAST(t AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%f'), digits);
CREATE MACRO trino_exponent(e) AS coalesce(TRY_CAST(nullif(e, '') AS INTEGER), 0);
CREATE MACRO trino_written(digits, exponent) AS left(digits, 1) || '.'
    || CASE WHEN rtrim(substr(digits, 2), '0') = '' THEN '0' ELSE rtrim(substr(digits, 2), '0') END
    || 'E' || CAST(exponent AS VARCHAR);
CREATE MACRO trino_mantissa(i, f, e) AS CASE WHEN i <> '0' THEN trino_written(i || f, length(i) - 1 + e)
    ELSE trino_written(ltrim(f, '0'), e - 1 - (length(f) - length(ltrim(f, '0')))) END;
CREATE MACRO trino_parts(m, e) AS
    trino_mantissa(split_part(m, '.', 1), split_part(m, '.', 2), trino_exponent(e));
CREATE MACRO trino_positive(text) AS trino_parts(split_part(text, 'e', 1), split_part(text, 'e', 2));
CREATE MACRO trino_scientific(x) AS CASE WHEN x IS NULL THEN NULL WHEN isnan(x) THEN 'NaN'
    WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
    WHEN x = 0 THEN CASE WHEN CAST(x AS VARCHAR) LIKE '-%' THEN '-0E0' ELSE '0E0' END
    ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || trino_positive(CAST(abs(x) AS VARCHAR)) END;
CREATE MACRO trino_json_number(x) AS CASE WHEN x IS NULL THEN NULL WHEN isnan(x) THEN '"NaN"'
    WHEN isinf(x) THEN CASE WHEN x > 0 THEN '"Infinity"' ELSE '"-Infinity"' END
    WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN CAST(x AS VARCHAR)
    ELSE trino_scientific(x) END;
CREATE MACRO trino_significant(text) AS
    coalesce(nullif(ltrim(replace(replace(text, '-', ''), '.', ''), '0'), ''), '0');
-- A decimal as Java's BigDecimal prints it: with an exponent if it would have more than five zeros after the point.
CREATE MACRO trino_json_decimal(text, scale) AS CASE WHEN text IS NULL THEN NULL
    WHEN length(trino_significant(text)) - 1 - scale >= -6 THEN text
    ELSE CASE WHEN text LIKE '-%' THEN '-' ELSE '' END || left(trino_significant(text), 1)
        || CASE WHEN length(trino_significant(text)) > 1 THEN '.' || substr(trino_significant(text), 2) ELSE '' END
        || 'E' || CAST(length(trino_significant(text)) - 1 - scale AS VARCHAR) END;
CREATE MACRO trino_two(n) AS lpad(CAST(n AS VARCHAR), 2, '0');
CREATE MACRO trino_span(ms) AS CAST(ms // 86400000 AS VARCHAR) || ' ' || trino_two(ms // 3600000 % 24) || ':'
    || trino_two(ms // 60000 % 60) || ':' || trino_two(ms // 1000 % 60) || '.'
    || lpad(CAST(ms % 1000 AS VARCHAR), 3, '0');
CREATE MACRO trino_days(i) AS CASE WHEN epoch_us(i) < 0 THEN '-' ELSE '' END || trino_span(abs(epoch_us(i)) // 1000);
CREATE MACRO trino_months(i) AS CASE WHEN epoch_us(i) < 0 THEN '-' ELSE '' END
    || CAST(abs(datepart('year', i)) AS VARCHAR) || '-' || CAST(abs(datepart('month', i)) AS VARCHAR);

CREATE MACRO trino_interval(i) AS CASE WHEN datepart('year', i) <> 0 OR datepart('month', i) <> 0
    THEN trino_months(i) ELSE trino_days(i) END;

CREATE MACRO trino_fraction(text) AS CASE WHEN text LIKE '.%' THEN '0' || text
    WHEN text LIKE '-.%' THEN '-0' || substr(text, 2) ELSE text END;

-- Decimals as whole numbers without the point.
CREATE MACRO trino_ten(power) AS CAST('1' || repeat('0', power) AS HUGEINT);
CREATE MACRO trino_unscaled(x) AS CAST(replace(CAST(x AS VARCHAR), '.', '') AS HUGEINT);
CREATE MACRO trino_pointed(digits, scale) AS CASE WHEN scale = 0 THEN digits
    ELSE left(digits, length(digits) - scale) || '.' || right(digits, scale) END;
CREATE MACRO trino_digits(text, size) AS CASE WHEN length(text) < size THEN lpad(text, size, '0') ELSE text END;
CREATE MACRO trino_scaled(u, scale) AS CASE WHEN u < 0 THEN '-' ELSE '' END
    || trino_pointed(trino_digits(CAST(abs(u) AS VARCHAR), scale + 1), scale);
CREATE MACRO trino_half_up(n, d) AS (2 * abs(n) + abs(d)) // (2 * abs(d)) * CAST(sign(n) * sign(d) AS HUGEINT);
CREATE MACRO trino_quotient(a, b, shift, scale) AS
    trino_scaled(trino_half_up(trino_unscaled(a) * trino_ten(shift), trino_unscaled(b)), scale);
CREATE MACRO trino_remainder(a, b, shift_a, shift_b, scale) AS
    trino_scaled((trino_unscaled(a) * trino_ten(shift_a)) % (trino_unscaled(b) * trino_ten(shift_b)), scale);

-- Arrays, where a NULL is an unknown value.
CREATE MACRO trino_any(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, true) THEN true
    WHEN list_count(l) < len(l) THEN NULL ELSE false END;
CREATE MACRO trino_all(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, false) THEN false
    WHEN list_count(l) < len(l) THEN NULL ELSE true END;
CREATE MACRO trino_contains(l, x) AS CASE WHEN l IS NULL OR x IS NULL THEN NULL WHEN list_contains(l, x) THEN true
    WHEN list_count(l) < len(l) THEN NULL ELSE false END;
CREATE MACRO trino_index(i, size) AS CASE
    WHEN i = 0 THEN trino_failed('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')
    WHEN i < 0 THEN trino_failed('INVALID_FUNCTION_ARGUMENT: Array subscript is negative: ' || CAST(i AS VARCHAR))
    WHEN i > size THEN trino_failed('INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to'
        || ' array length: ' || CAST(i AS VARCHAR) || ' > ' || CAST(size AS VARCHAR))
    ELSE i END;
CREATE MACRO trino_bucket(x, low, high, count) AS CASE
    WHEN isnan(x) THEN trino_failed('INVALID_FUNCTION_ARGUMENT: operand must not be NaN')
    WHEN low <= high
    THEN CASE WHEN x < low THEN 0 WHEN x >= high THEN count + 1 ELSE floor(count * (x - low) / (high - low)) + 1 END
    ELSE CASE WHEN x > low THEN 0 WHEN x <= high THEN count + 1 ELSE floor(count * (low - x) / (low - high)) + 1 END
    END;

-- JSON.
CREATE MACRO trino_json(x) AS CASE WHEN json_valid(x) THEN json(x)
    ELSE CAST(CAST(trino_failed('INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON: ''' || x || '''') AS VARCHAR)
        AS JSON) END;

-- ISO 8601.
CREATE MACRO trino_malformed(x) AS
    CAST(trino_failed('INVALID_FUNCTION_ARGUMENT: Invalid format: "' || x || '"') AS VARCHAR);
CREATE MACRO trino_year(x) AS CASE WHEN regexp_matches(x, '^\d{1,3}(-|$)')
    THEN repeat('0', 4 - length(split_part(x, '-', 1))) || x ELSE x END;
CREATE MACRO trino_iso_day(x) AS trino_year(CASE
    WHEN regexp_full_match(x, '[+-]?\d{1,9}') THEN x || '-01-01'
    WHEN regexp_full_match(x, '[+-]?\d{1,9}-\d{1,2}') THEN x || '-01'
    WHEN regexp_full_match(x, '[+-]?\d{1,9}-\d{1,2}-\d{1,2}') THEN x END);
CREATE MACRO trino_iso_time(x) AS CASE
    WHEN x = '' THEN '00:00:00'
    WHEN regexp_full_match(x, '\d{1,2}') THEN x || ':00:00'
    WHEN regexp_full_match(x, '\d{1,2}:\d{1,2}') THEN x || ':00'
    WHEN regexp_full_match(x, '\d{1,2}:\d{1,2}:\d{1,2}([.,]\d+)?') THEN replace(x, ',', '.') END;
CREATE MACRO trino_iso_zone(x) AS CASE
    WHEN regexp_full_match(x, 'Z?') THEN '+00:00'
    WHEN regexp_full_match(x, '[+-]\d{2}') THEN x || ':00'
    WHEN regexp_full_match(x, '[+-]\d{4}') THEN left(x, 3) || ':' || right(x, 2)
    WHEN regexp_full_match(x, '[+-]\d{2}:\d{2}') THEN x END;
CREATE MACRO trino_iso_joined(day, rest) AS trino_iso_day(day) || ' '
    || trino_iso_time(regexp_extract(rest, '^[0-9:.,]*')) || trino_iso_zone(regexp_extract(rest, '(?:Z|[+-].*)?$'));
CREATE MACRO trino_iso_parts(x) AS
    trino_iso_joined(split_part(x, 'T', 1), substr(x, length(split_part(x, 'T', 1)) + 2));
CREATE MACRO trino_try_iso_date(x) AS TRY_CAST(trino_iso_day(x) AS DATE);
CREATE MACRO trino_iso_date(x) AS coalesce(trino_try_iso_date(x), CAST(trino_malformed(x) AS DATE));
-- The most frequent forms are looked for first, because this is much faster.
CREATE MACRO trino_iso_usual(x) AS x LIKE '____-__-__T__:__:__Z' OR x LIKE '____-__-__T__:__:__.___Z';
CREATE MACRO trino_try_iso_instant(x) AS
    CASE WHEN trino_iso_usual(x) THEN TRY_CAST(x AS TIMESTAMPTZ) ELSE TRY_CAST(trino_iso_parts(x) AS TIMESTAMPTZ) END;
CREATE MACRO trino_iso_instant(x) AS
    coalesce(trino_try_iso_instant(x), CAST(trino_malformed(x) AS TIMESTAMPTZ));
CREATE MACRO trino_try_iso_nanos(x) AS CASE WHEN trino_iso_usual(x) THEN TRY_CAST(x AS TIMESTAMPTZ)
    WHEN regexp_full_match(x, '[+-]?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?')
    THEN TRY_CAST(trino_iso_parts(x) AS TIMESTAMPTZ) END;
CREATE MACRO trino_iso_nanos(x) AS coalesce(trino_try_iso_nanos(x), CAST(CAST(
    trino_failed('INVALID_FUNCTION_ARGUMENT: Text ''' || x || ''' could not be parsed') AS VARCHAR) AS TIMESTAMPTZ));
CREATE MACRO trino_try_parsed(x, format) AS try_strptime(x, format);
CREATE MACRO trino_parsed(x, format) AS strptime(x, format);
