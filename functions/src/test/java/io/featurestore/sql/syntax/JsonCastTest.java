package io.featurestore.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.Tables;
import io.featurestore.store.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCastTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "array(varchar)",
                "map(bigint, array(date))",
                "row(\"a\" timestamp(6), \"b\" decimal(38,18))",
                "array(row(\"a\" map(varchar, json)))",
                "map(boolean, real)"
            })
    void takesWhatAthenaCasts(String type) {
        assertThat(JsonCast.obstacle(ColumnType.parse(type))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "array(varbinary);varbinary",
                "map(date, bigint);date",
                "row(\"a\" bigint, \"b\" array(time));time",
                "array(timestamp(3) with time zone);timestamp(3) with time zone",
                "map(varchar, uuid);uuid",
                "array(map(array(bigint), bigint));array(bigint)"
            })
    void namesWhatAthenaDoesNotCast(String type, String obstacle) {
        assertThat(JsonCast.obstacle(ColumnType.parse(type)))
                .map(Object::toString)
                .contains(obstacle);
    }

    @Test
    void isAskedBeforeTheQueryIsPaidFor() {
        Table table = Tables.customers();
        List<Table.Column> columns = new java.util.ArrayList<>(table.columns());
        columns.add(new Table.Column("blobs", ColumnType.parse("array(varbinary)")));
        Table with = new Table(
                table.featureGroupName(),
                table.catalog(),
                table.database(),
                table.name(),
                false,
                true,
                table.recordIdentifier(),
                table.eventTime(),
                table.features(),
                columns,
                table.partitionKeys());

        assertThatThrownBy(() -> QueryBuilder.build(Tables.spec("{\"columns\": [\"blobs\"]}"), with))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("array(varbinary), of which Athena cannot cast varbinary");
        assertThat(QueryBuilder.build(Tables.spec("{\"columns\": [\"cardinality(blobs) AS n\"]}"), with)
                        .sql())
                .contains("cardinality(\"blobs\")");
    }
}
