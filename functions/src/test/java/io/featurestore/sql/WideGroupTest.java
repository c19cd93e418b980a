package io.featurestore.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.sql.syntax.SqlTextParser;
import io.featurestore.store.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements for a group with as many features as a group may have
/// (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-quotas.html: 2,500), with names of up to 64 characters.
class WideGroupTest {
    private static final int FEATURES = 2_500;
    private static final List<String> REQUESTS = List.of(
            "{}",
            "{\"includeDeleted\": true}",
            "{\"records\": \"latest\"}",
            "{\"records\": \"latest\", \"includeDeleted\": true, \"systemColumns\": true}",
            "{\"systemColumns\": true}",
            "{\"onlineCompatible\": true, \"format\": \"json\"}",
            "{\"records\": \"latest\", \"orderBy\": [\"event_time DESC\"], \"limit\": 10}",
            "{\"eventTimeRange\": {\"from\": \"2026-01-01\", \"to\": \"2026-06-30\"}, \"asOf\": \"2026-05-01T00:00:00Z\"}",
            "{\"records\": \"latest\", \"eventTimeRange\": {\"from\": \"2026-01-01\", \"to\": \"2026-06-30\"}, \"where\": \"id LIKE 'a%'\"}");

    @ParameterizedTest
    @ValueSource(ints = {10, 64})
    void fitsAthenasLimitWhateverIsAsked(int length) {
        for (String eventTime : List.of("string", "double")) {
            Table table = wide(length, eventTime);
            for (String request : REQUESTS) {
                Query query = QueryBuilder.build(Tables.spec(request), table);
                assertThat(SqlTextParser.bytes(query.sql()))
                        .as("%d characters, %s", length, request)
                        .isLessThanOrEqualTo(SqlTextParser.MOST_BYTES);
            }
        }
    }

    @Test
    void namesEachFeatureOnceIfNamesAreLong() {
        Table table = wide(64, "string");
        for (String request : REQUESTS) {
            String sql = QueryBuilder.build(Tables.spec(request), table).sql();
            String last = table.columns().get(FEATURES - 1).name();
            assertThat(sql.split(last, -1)).as(request).hasSize(2);
        }
    }

    @Test
    void refusesWhatCannotFit() {
        Table table = wide(64, "string");
        String doubled = table.features().stream()
                .skip(2)
                .map(f -> "\"concat(" + f.name() + ", " + f.name() + ") AS x"
                        + f.name().substring(0, 6) + "\"")
                .collect(Collectors.joining(", ", "{\"columns\": [", "]}"));
        assertThatThrownBy(() -> QueryBuilder.build(Tables.spec(doubled), table))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("Athena accepts at most 262144")
                .hasMessageContaining("Shorten");
    }

    /// The short names are those of the table's columns by position, so both forms must choose the same row.
    @ParameterizedTest
    @CsvSource({"10", "64"})
    void choosesTheGreatestOfTiedRows(int length) throws SQLException {
        Table table = wide(length, "double");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("CREATE SCHEMA fs");
            statement.execute("CREATE TABLE fs.wide ("
                    + Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                            .map(c -> c.name() + " " + c.type())
                            .collect(Collectors.joining(", "))
                    + ")");
            for (int row = 0; row < 3; row++) {
                int value = row == 1 ? 2 : 1;
                statement.execute("INSERT INTO fs.wide SELECT 'a', 1.0, "
                        + IntStream.range(2, FEATURES)
                                .mapToObj(i -> i == FEATURES - 1 ? Integer.toString(value) : "7")
                                .collect(Collectors.joining(", "))
                        + ", TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', false, '2026', '01', '01', '00'");
            }
            String sql = QueryBuilder.build(Tables.spec("{\"records\": \"latest\"}"), table)
                    .sql();
            try (var result = statement.executeQuery(sql)) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(FEATURES)).isEqualTo(2);
                assertThat(result.next()).isFalse();
            }
        }
    }

    private static Table wide(int length, String eventTime) {
        List<Table.Column> columns = new ArrayList<>();
        List<Table.Feature> features = new ArrayList<>();
        for (int i = 0; i < FEATURES; i++) {
            String name = i == 0
                    ? "id"
                    : i == 1
                            ? "event_time"
                            : ("f%04d_" + "abcdefghij".repeat(7)).formatted(i).substring(0, length);
            String type = i == 0 ? "string" : i == 1 ? eventTime : "bigint";
            columns.add(new Table.Column(name, ColumnType.parse(type)));
            features.add(new Table.Feature(
                    name,
                    type.equals("bigint")
                            ? Table.FeatureType.INTEGRAL
                            : type.equals("string") ? Table.FeatureType.STRING : Table.FeatureType.FRACTIONAL));
        }
        columns.add(new Table.Column("write_time", ColumnType.parse("timestamp")));
        columns.add(new Table.Column("api_invocation_time", ColumnType.parse("timestamp")));
        columns.add(new Table.Column("is_deleted", ColumnType.parse("boolean")));
        return new Table(
                "wide",
                "AwsDataCatalog",
                "fs",
                "wide",
                false,
                true,
                "id",
                "event_time",
                features,
                columns,
                Stream.of("year", "month", "day", "hour")
                        .map(k -> new Table.Column(k, ColumnType.parse("string")))
                        .toList());
    }
}
