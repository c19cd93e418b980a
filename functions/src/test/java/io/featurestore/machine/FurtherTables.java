package io.featurestore.machine;

import io.featurestore.machine.EstimateTest.Case;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes tables whose columns differ from the measured columns in `measured-columns.csv`.
final class FurtherTables {
    private static final int SPARSE = 8;
    private static final String WORDS = "['parcel','arrived','two','days','after','the','date','they','promised',"
            + "'but','support','answered','quickly','and','friendly','packaging','damaged','refund','came','weeks',"
            + "'later','would','buy','again','cheap','material','fits','perfectly','size','runs','small','recommended']";

    private final EstimateTables tables;

    FurtherTables(EstimateTables tables) {
        this.tables = tables;
    }

    /// Returns the cases: each table as a whole.
    static List<Case> cases() {
        return List.of(
                whole("skewed values", "skewed", "spent", "visits", "town"),
                whole("decimals", "decimals", "price", "balance"),
                whole("timestamps", "timestamps", "seen", "paid", "born"),
                whole(
                        "sparse",
                        "sparse",
                        IntStream.range(0, SPARSE).mapToObj(c -> "s" + c).toArray(String[]::new)),
                whole("embeddings", "embeddings", "vector"),
                whole("reviews", "reviews", "review", "stars"),
                whole("identifiers", "identifiers", "session", "device", "link"),
                whole("flags and counts", "flags", "member", "churned", "level", "orders", "returns", "channel"),
                whole("event times", "events", "ts", "kind", "amount"));
    }

    private static Case whole(String name, String group, String... columns) {
        return new Case(
                name,
                group,
                "'columns':['id',"
                        + List.of(columns).stream().map(c -> "'" + c + "'").collect(Collectors.joining(","))
                        + "],'includeDeleted':true",
                "-" + String.join(",", columns),
                ".*");
    }

    /// Creates the tables.
    void make() throws SQLException, IOException {
        make(
                "skewed",
                12_000,
                5,
                "double",
                "round(exp(random() * random() * 9), 2) AS spent",
                "int",
                "CAST(floor(pow(random(), 5) * 700) AS INTEGER) AS visits",
                "string",
                "'Town of ' || CAST(floor(pow(random(), 3) * 900) AS INTEGER) AS town");
        make(
                "decimals",
                9_000,
                3,
                "decimal(12,3)",
                "CAST(5 + random() * 95 AS DECIMAL(12,3)) AS price",
                "decimal(20,8)",
                "CAST(random() * 20000 - 4000 AS DECIMAL(20,8)) AS balance");
        make(
                "timestamps",
                15_000,
                12,
                "timestamp",
                "TIMESTAMP '2023-10-01 00:00:00' + to_seconds(CAST(floor(random() * 7776000) AS BIGINT)) AS seen",
                "timestamp",
                "TIMESTAMP '2023-11-05 08:00:00' + to_milliseconds(CAST(i * 17000 + floor(random() * 15000)"
                        + " AS BIGINT)) AS paid",
                "date",
                "DATE '1950-01-01' + CAST(floor(random() * 20000) AS INTEGER) AS born");
        String[] sparse = IntStream.range(0, SPARSE)
                .boxed()
                .flatMap(c -> c % 2 == 0
                        ? List.of(
                                "bigint",
                                "CASE WHEN random() < 0.04 THEN CAST(floor(random() * 90000) AS BIGINT) END AS s" + c)
                                .stream()
                        : List.of(
                                "string",
                                "CASE WHEN random() < 0.02 THEN 'remark no. ' || CAST(floor(random() * 60) AS INTEGER)"
                                        + " END AS s" + c)
                                .stream())
                .toArray(String[]::new);
        make("sparse", 20_000, 6, sparse);
        make(
                "embeddings",
                1_500,
                2,
                "array<float>",
                "list_transform(range(48), lambda x: CAST(sqrt(-2 * ln(1e-9 + (hash(x "
                        + "+ i * 97) % 1000003) / 1000003.0)) * cos((hash(i * 53 - x) % 62832) / 1e4) AS FLOAT)) AS vector");
        make(
                "reviews",
                4_000,
                3,
                "string",
                "array_to_string(list_transform(range(5 + CAST(hash(i) % 36 AS BIGINT)), "
                        + "lambda x: (" + WORDS
                        + ")[1 + CAST(floor(32 * pow((hash(x * 7 + i * 211) % 99991) / 99991.0, 1.6)) AS "
                        + "BIGINT)]), ' ') AS review",
                "int",
                "CAST(1 + floor(5 * sqrt(random())) AS INTEGER) AS stars");
        make(
                "identifiers",
                6_000,
                4,
                "string",
                "CAST(gen_random_uuid() AS VARCHAR) AS session",
                "string",
                "upper(substr(sha256('d' || i // 3), 1, 16)) AS device",
                "string",
                "'https://static.example.net/img/' || substr(md5('l' || i), 1, 4) || '/' || i || '.webp' AS link");
        make(
                "flags",
                18_000,
                9,
                "boolean",
                "random() < 0.35 AS member",
                "boolean",
                "random() < 0.01 AS churned",
                "string",
                "['basic', 'plus', 'premium', 'trial', 'none'][1 + CAST(floor(5 * random() * random()) AS INTEGER)] AS level",
                "int",
                "CAST(floor(-4 * ln(1 - random())) AS INTEGER) AS orders",
                "int",
                "CAST(floor(random() * 3) AS INTEGER) AS returns",
                "string",
                "'channel-' || CAST(floor(random() * 14) AS INTEGER) AS channel");
        make(
                "events",
                10_000,
                20,
                "string",
                "['view', 'cart', 'purchase', 'refund'][1 + CAST(floor(4 * random() * random() "
                        + "* random()) AS INTEGER)] AS kind",
                "double",
                "CASE WHEN random() < 0.25 THEN round(4 + random() * 300, 2) END AS amount");
    }

    /// Creates a table from pairs of a type and a named expression.
    private void make(String group, int rows, int hours, String... columns) throws SQLException, IOException {
        Map<String, String> types = new LinkedHashMap<>();
        StringBuilder select = new StringBuilder();
        for (int c = 0; c < columns.length; c += 2) {
            String expression = columns[c + 1];
            types.put(expression.substring(expression.lastIndexOf(' ') + 1), columns[c]);
            select.append(c == 0 ? "" : ", ").append(expression);
        }
        tables.make(group, types, select.toString(), rows, hours, "false");
    }
}
