package io.featurestore.functions;

import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.featurestore.export.Export;
import io.featurestore.records.ColumnType;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;

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

    static void build() {
        Table table = new Table("group", "AwsDataCatalog", "database", "table", false, "id", "event_time", List.of(
                new Table.Feature("id", Table.FeatureType.STRING), new Table.Feature("event_time",
                        Table.FeatureType.FRACTIONAL)),
                List.of(column("id", "string"), column("event_time", "double"),
                        column("write_time", "timestamp"), column("api_invocation_time", "timestamp"), column(
                                "is_deleted", "boolean")),
                List.of(column("year", "string")));
        try {
            QueryBuilder.build(Json.MAPPER.readValue(EXPORT, Export.class).request(), table);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table.Column column(String name, String type) {
        return new Table.Column(name, ColumnType.parse(type));
    }
}
