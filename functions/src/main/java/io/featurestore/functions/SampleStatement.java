package io.featurestore.functions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;


import io.featurestore.records.ColumnType;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.store.Table;

/** An export's statement, built before a snapshot is taken: the parser is the slowest part of a first call. */
final class SampleStatement {
    private static final Selection SELECTION = new Selection(List.of("id", "max(event_time) AS newest"), false,
            Optional.of("event_time > 0 AND id LIKE 'a%'"), List.of("id"), List.of("newest DESC"),
            OptionalLong.empty(), Map.of());
    private static final History HISTORY = new History(History.Records.LATEST, false, Optional.empty(),
            Optional.empty(), Optional.empty());

    private SampleStatement() {}

    static void build() {
        Table table = new Table("group", "AwsDataCatalog", "database", "table", false, "id", "event_time", List.of(
                new Table.Feature("id", Table.FeatureType.STRING), new Table.Feature("event_time",
                        Table.FeatureType.FRACTIONAL)),
                List.of(column("id", "string"), column("event_time", "double"),
                        column("write_time", "timestamp"), column("api_invocation_time", "timestamp"), column(
                                "is_deleted", "boolean")),
                List.of(column("year", "string")));
        QueryBuilder.build(new QuerySpec(SELECTION, HISTORY, Optional.empty()), table);
    }

    private static Table.Column column(String name, String type) {
        return new Table.Column(name, ColumnType.parse(type));
    }
}
