package io.featurestore.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compares built queries with the files in `golden`: `<name>.json` is the request (and `table`, see [Tables]),
/// `<name>.sql` the statement and, as comments below it, the output's columns. With the system property
/// `golden.write=true` the test writes the `.sql` files. Review the difference before you commit it.
class QueryGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/featurestore/sql/golden");

    @TestFactory
    Stream<DynamicTest> buildsTheStatement() throws IOException {
        return names().stream().map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
    }

    @Test
    void coversEveryPartOfARequest() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(40);
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".json"))
                    .map(f -> f.substring(0, f.length() - ".json".length()))
                    .sorted()
                    .toList();
        }
    }

    private static void compare(String name) throws IOException {
        JsonNode pieces = Json.MAPPER.readTree(GOLDEN.resolve(name + ".json").toFile());
        Table table = Tables.named(pieces.path("table").asText("customers"));
        Query query = QueryBuilder.build(Tables.spec(pieces), table);
        String built = query.sql() + "\n"
                + query.columns().stream()
                        .map(c -> "-- %s → %s: %s%s%n"
                                .formatted(c.name(), c.outputName(), c.type(), c.asJson() ? " as JSON" : ""))
                        .collect(Collectors.joining());
        Path expected = GOLDEN.resolve(name + ".sql");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, built);
        }
        assertThat(built).isEqualTo(Files.readString(expected));
    }
}
