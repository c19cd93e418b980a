package io.featurestore.steps.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Query;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultColumnsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown | bigint | bigint",
                "unknown | decimal(10,2) | decimal(10,2)",
                "unknown | unknown | unknown",
                "varchar | json | varchar",
                "bigint | integer | bigint",
                "timestamp(3) | timestamp(6) | timestamp(6)",
                "timestamp(6) | timestamp(3) | timestamp(6)",
                "timestamp(3) | timestamp(6) with time zone | timestamp(6) with time zone",
                "timestamp(6) | timestamp(3) with time zone | timestamp(3) with time zone",
                "timestamp(6) with time zone | timestamp(3) | timestamp(3)",
                "timestamp(3) with time zone | timestamp(6) with time zone | timestamp(6) with time zone",
                "varchar | timestamp(6) with time zone | varchar"
            })
    void fillsInWhatTheQueryDoesNotKnow(String known, String result, String expected) {
        assertThat(ResultColumns.merge(query(column("a", known, false)), List.of(result("A", result))))
                .containsExactly(column("a", expected, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"array(bigint) | varchar", "row(a integer) | json", "unknown | varchar"})
    void leavesJsonTextTheTypeItStandsFor(String known, String result) {
        assertThat(ResultColumns.merge(query(column("a", known, true)), List.of(result("a", result))))
                .containsExactly(column("a", known, true));
    }

    @Test
    void keepsOrderAndOutputNames() {
        Query query = new Query(
                "SELECT …",
                List.of(
                        new OutputColumn("b", "B", ColumnType.Simple.UNKNOWN, false),
                        new OutputColumn("a", "renamed", ColumnType.Simple.DATE, false)),
                Optional.empty());
        assertThat(ResultColumns.merge(query, List.of(result("b", "double"), result("a", "date"))))
                .containsExactly(
                        new OutputColumn("b", "B", ColumnType.Simple.DOUBLE, false),
                        new OutputColumn("a", "renamed", ColumnType.Simple.DATE, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"array(unknown) | array", "map(unknown, unknown) | map", "row(a date) | row"})
    void refusesAnExpressionThatPrintsAmbiguously(String result, String kind) {
        assertThatThrownBy(() ->
                        ResultColumns.merge(query(column("tags", "unknown", false)), List.of(result("tags", result))))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("tags")
                .hasMessageContaining("(" + kind + ")")
                .hasMessageContaining("json_format(CAST(… AS JSON)) AS tags");
    }

    @Test
    void takesOtherColumnsThanTheQuerysForADefect() {
        Query query = query(column("a", "unknown", false));
        assertThatThrownBy(() -> ResultColumns.merge(query, List.of(result("b", "date"))))
                .isInstanceOf(Internal.class)
                .hasMessageContaining("columns b, but the query selects a.");
        assertThatThrownBy(() -> ResultColumns.merge(query, List.of())).isInstanceOf(Internal.class);
    }

    private static Query query(OutputColumn column) {
        return new Query("SELECT …", List.of(column), Optional.empty());
    }

    private static OutputColumn column(String name, String type, boolean asJson) {
        return new OutputColumn(name, name, ColumnType.parse(type), asJson);
    }

    private static ResultColumn result(String name, String type) {
        return new ResultColumn(name, ColumnType.parse(type));
    }
}
