package io.featurestore.export.handlers;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.featurestore.export.json.Json;
import io.featurestore.export.query.QueryBuilder;
import io.featurestore.export.request.Export;
import io.featurestore.export.table.Table;
import io.featurestore.export.types.ColumnType;

/** An export's statement, built before a snapshot is taken: the parser is the slowest part of a first call. */
final class SampleStatement {
    private static final String EXPORT = """
                                         {"request": {"featureGroupName": "group", "output": "s3://bucket/key",
                                           "format": "json", "columns": ["id", "max(event_time) AS newest"],
                                           "where": "event_time > 0 AND id LIKE 'a%'", "groupBy": ["id"],
                                           "orderBy": ["newest DESC"], "compression": "none", "workgroup": "primary",
                                           "records": "LATEST", "columnMapping": {}},
                                         "executionId": "sample", "executionName": "sample",
                                         "startedAt": "2026-01-01T00:00:00Z", "work": "s3://bucket/work/"}
                                         """;

    private SampleStatement() {}

    static void build() throws JsonProcessingException {
        Table table = new Table("group", "AwsDataCatalog", "database", "table", false, "id", "event_time", List.of(
                new Table.Feature("id", Table.FeatureType.STRING), new Table.Feature("event_time",
                        Table.FeatureType.FRACTIONAL)),
                List.of(column("id", "string"), column("event_time", "double"),
                        column("write_time", "timestamp"), column("api_invocation_time", "timestamp"), column(
                                "is_deleted", "boolean")),
                List.of(column("year", "string")));
        QueryBuilder.build(Json.MAPPER.readValue(EXPORT, Export.class).request(), table);
    }

    private static Table.Column column(String name, String type) {
        return new Table.Column(name, ColumnType.parse(type));
    }
}
