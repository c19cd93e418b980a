package io.featurestore.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Checks requests that are refused before a query runs. `refused.json` names the code and a part of the message.
class QueryRefusalTest {
    @TestFactory
    Stream<DynamicTest> refuses() throws IOException {
        return cases().map(c -> DynamicTest.dynamicTest(c.get("case").asText(), () -> {
            QuerySpec spec = Tables.spec(c.get("request"));
            Failure failure = catchThrowableOfType(Failure.class, () -> QueryBuilder.build(spec, Tables.customers()));
            assertThat(failure).isNotNull();
            assertThat(failure).hasMessageContaining(c.get("message").asText());
            assertThat(failure.code().name()).isEqualTo(c.get("code").asText());
            assertThat(failure.getMessage()).hasSizeLessThan(800);
        }));
    }

    @Test
    void refusesATextLongerThanAthenaTakes() {
        String list = "'x', ".repeat(60_000) + "'y'";
        assertThatThrownBy(() -> QueryBuilder.build(Tables.where("country IN (" + list + ")"), Tables.customers()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("262144 bytes");
    }

    @Test
    void refusesAStatementThatGrowsLongerThanAthenaTakes() {
        String list = "1.5,".repeat(40_000) + "1.5";
        assertThatThrownBy(() -> QueryBuilder.build(Tables.where("age IN (" + list + ")"), Tables.customers()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("Athena accepts at most 262144");
    }

    @Test
    void refusesDeepBracketsBeforeTheParserChokesOnThem() {
        String deep = "NOT (".repeat(20_000) + "TRUE" + ")".repeat(20_000);
        assertThatThrownBy(() -> QueryBuilder.build(Tables.where(deep), Tables.customers()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("brackets nested more than 100 levels");
    }

    @Test
    void refusesAChainThatTheParserCannotFollow() {
        String chain = "NOT ".repeat(50_000) + "TRUE";
        assertThatThrownBy(() -> QueryBuilder.build(Tables.where(chain), Tables.customers()))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("too large");
    }

    /// Checks that any text is refused, or the statement still reads only one table.
    @Property(tries = 300)
    void noTextReachesAnotherTable(@ForAll("texts") String text, @ForAll boolean asColumn) {
        String sql;
        try {
            sql = QueryBuilder.build(
                            asColumn
                                    ? Tables.spec("{\"includeDeleted\": true, \"columns\": ["
                                            + Json.MAPPER.getNodeFactory().textNode(text) + "]}")
                                    : Tables.where(text),
                            Tables.customers())
                    .sql();
        } catch (InvalidQuery | InvalidRequest e) {
            return;
        }
        List<String> tables = new ArrayList<>();
        collectTables(new SqlParser().createStatement(sql), tables);
        // The default statement reads the table twice: its rows, and its tombstones.
        assertThat(tables).isNotEmpty().containsOnly("sagemaker_featurestore.customers-eu-1700000000");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "'",
                        "\"",
                        "(",
                        ")",
                        "--",
                        "/*",
                        "*/",
                        ";",
                        ",",
                        ".",
                        "=",
                        "||",
                        "'x'",
                        "U&'\\0027'",
                        "1",
                        "age",
                        "country",
                        "other",
                        "SELECT",
                        "UNION",
                        "FROM",
                        "WHERE",
                        "OR",
                        "NOT",
                        "IN",
                        "AS n",
                        "count",
                        "*",
                        "EXISTS",
                        "TABLE",
                        "\n",
                        "\\",
                        "’",
                        "CASE WHEN",
                        "THEN",
                        "END")
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(tokens -> String.join(" ", tokens));
    }

    private static void collectTables(Node node, List<String> tables) {
        if (node instanceof io.trino.sql.tree.Table table) {
            tables.add(table.getName().toString());
        }
        node.getChildren().forEach(child -> collectTables(child, tables));
    }

    @Test
    void refusesATableThatLacksAFeature() {
        Table table = Tables.customers();
        Table without = new Table(
                table.featureGroupName(),
                table.catalog(),
                table.database(),
                table.name(),
                false,
                true,
                table.recordIdentifier(),
                table.eventTime(),
                table.features(),
                table.columns().subList(3, table.columns().size()),
                table.partitionKeys());
        assertThatThrownBy(() -> QueryBuilder.build(Tables.spec("{}"), without))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("has no column `CustomerId`");
        assertThatThrownBy(() -> QueryBuilder.build(Tables.spec("{\"columns\": [\"country\"]}"), without))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("which the order of records needs");
    }

    private static Stream<JsonNode> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(QueryRefusalTest.class.getResourceAsStream("refused.json"))) {
            return StreamSupport.stream(Json.MAPPER.readTree(in).spliterator(), false);
        }
    }
}
