package io.featurestore.local.conformance.athena;

import io.featurestore.local.athena.parquet.FileLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Makes a query with random columns, NULLs and rows, and a random way to unload it.
final class RandomSelect {
    /// Types of the data catalog with expressions of them, in which `i` is the number of the row and `k` a
    /// random one.
    private static final List<List<String>> TYPES = List.of(
            List.of("bigint", "i * k"),
            List.of("int", "CAST(i % k AS integer)"),
            List.of("smallint", "CAST(k - i % 100 AS smallint)"),
            List.of("tinyint", "CAST(i % 100 AS tinyint)"),
            List.of("double", "CAST(i AS double) / k"),
            List.of("float", "CAST(i AS real) / k"),
            List.of("boolean", "i % k = 0"),
            List.of("string", "concat('text ', CAST(i % k AS varchar))"),
            List.of("string", "rpad('\"', i % k + 1, ', ')"),
            List.of("binary", "to_utf8(CAST(i AS varchar))"),
            List.of("date", "date_add('day', i - k, DATE '1970-01-01')"),
            List.of("timestamp", "date_add('millisecond', i * k * 7919, TIMESTAMP '1965-03-04 05:06:07.008')"),
            List.of("decimal(9,4)", "CAST(i AS decimal(9, 4)) / k"),
            List.of("decimal(18,2)", "CAST(CAST(i AS decimal(16, 2)) * k AS decimal(18, 2))"),
            List.of("decimal(30,10)", "CAST(i - k AS decimal(30, 10))"),
            List.of("array<bigint>", "CASE WHEN i % 4 = 0 THEN ARRAY[] ELSE ARRAY[i, NULL, k] END"),
            List.of(
                    "array<timestamp>",
                    "CASE WHEN i % 3 = 0 THEN ARRAY[NULL] ELSE ARRAY[TIMESTAMP '2026-01-02 03:04:05.678', NULL] END"),
            List.of("map<string,bigint>", "MAP(ARRAY['a', 'b'], ARRAY[i, NULL])"),
            List.of("struct<x:bigint,y:string>", "CAST(ROW(i, CAST(k AS varchar)) AS ROW(x bigint, y varchar))"));

    private static final List<String> CODECS = List.of("GZIP", "SNAPPY", "ZSTD", "NONE");

    private final SplittableRandom random;
    private final List<String> columns = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final int rows;

    RandomSelect(SplittableRandom random) {
        this.random = random;
        this.rows = random.nextInt(10) == 0 ? random.nextInt(5_000, 20_000) : random.nextInt(1, 700);
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            List<String> type = TYPES.get(random.nextInt(TYPES.size()));
            String value = type.getLast().replaceAll("\\bk\\b", String.valueOf(random.nextInt(2, 60)));
            String name = "c" + i;
            columns.add(name + " " + type.getFirst());
            values.add(
                    switch (random.nextInt(3)) {
                        case 0 -> value + " AS " + name;
                        case 1 -> "CASE WHEN i % " + random.nextInt(2, 9) + " = 0 THEN " + value + " END AS " + name;
                        default -> "CASE WHEN i > " + random.nextInt(rows) + " THEN " + value + " END AS " + name;
                    });
        }
    }

    String columns() {
        return String.join(", ", columns);
    }

    String sql() {
        return "SELECT " + String.join(", ", values) + " FROM UNNEST(sequence(1, " + rows + ")) AS t(i)";
    }

    String options() {
        return "format = 'PARQUET', compression = '" + CODECS.get(random.nextInt(CODECS.size())) + "'";
    }

    int rows() {
        return rows;
    }

    FileLayout layout() {
        return FileLayout.USUAL
                .withLeastFiles(random.nextInt(1, 6))
                .withGroupRows(random.nextInt(1, 2_000))
                .withBytes(random.nextInt(1_000, 1_000_000), random.nextInt(1_000, 1_000_000));
    }
}
