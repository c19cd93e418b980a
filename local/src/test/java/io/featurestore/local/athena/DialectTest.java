package io.featurestore.local.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Queries and the results Athena gives: `dialect.txt`, see its first lines.
class DialectTest {
    @TempDir
    static Path folder;

    private static AthenaBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new AthenaBench(folder);
        bench.table(
                "people",
                "id bigint; name string; born timestamp; tags array<string>; "
                        + "home struct<city:string,floor:int>; scores map<string,double>",
                "");
        bench.object("people/a.parquet", """
                SELECT 1::BIGINT AS id, 'Ann' AS name, TIMESTAMP '2001-02-03 04:05:06.789' AS born, ['x', 'y'] AS tags,
                       {'city': 'Bonn', 'floor': 3} AS home, MAP {'a': 1.5::DOUBLE} AS scores
                UNION ALL SELECT 2, 'Bob "B"', NULL, [], NULL, NULL
                UNION ALL SELECT 3, NULL, TIMESTAMP '1999-12-31 23:59:59', NULL, {'city': NULL, 'floor': 0}, MAP {}""");
    }

    @AfterAll
    static void close() throws IOException {
        bench.close();
    }

    static Stream<Arguments> cases() throws IOException {
        try (var file = Objects.requireNonNull(DialectTest.class.getResourceAsStream("dialect.txt"))) {
            String text = new String(file.readAllBytes(), UTF_8);
            return Arrays.stream(text.split("(?m)^> "))
                    .skip(1)
                    .map(block -> {
                        String[] parts = block.split("\n", 2);
                        return Arguments.of(parts[0], parts[1]);
                    })
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsTheRowsThatAthenaPrints(String sql, String rows) throws Exception {
        String csv = bench.csv(sql);

        assertThat(csv.startsWith("FAILED") ? csv + "\n" : csv.substring(csv.indexOf('\n') + 1))
                .isEqualTo(rows);
    }
}
