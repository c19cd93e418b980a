package io.featurestore.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.RequestReader;
import io.featurestore.records.ColumnType;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.featurestore.store.Table.Feature;
import io.featurestore.store.Table.FeatureType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Creates the tables and requests of the tests in this package.
public final class Tables {
    private static final RequestReader.Started EXECUTION = new RequestReader.Started(
            "arn:aws:states:us-east-1:000000000000:execution:feature-store-export:run-1",
            "run-1",
            java.time.Instant.parse("2026-06-01T00:00:00Z"));
    private static final RequestReader.Defaults DEFAULTS = new RequestReader.Defaults("exports", "works", "primary");

    private static final List<Column> HOURLY = List.of(
            column("year", "string"), column("month", "string"), column("day", "string"), column("hour", "string"));

    private Tables() {}

    /// Returns the table with the given name.
    public static Table named(String name) {
        return switch (name) {
            case "customers" -> customers();
            case "clicks" -> timed("clicks", "Fractional", "double", false);
            case "epochs" -> timed("epochs", "Integral", "bigint", false);
            case "orders" -> timed("orders", "String", "string", true);
            case "texts" -> timed("texts", "String", "string", false);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// A table with hourly folders, event time as text, names that need quotes, and nested columns.
    public static Table customers() {
        List<Feature> features = List.of(
                new Feature("CustomerId", FeatureType.STRING),
                new Feature("event_time", FeatureType.STRING),
                new Feature("Age", FeatureType.INTEGRAL),
                new Feature("country", FeatureType.STRING),
                new Feature("order", FeatureType.STRING),
                new Feature("feature-1", FeatureType.FRACTIONAL),
                new Feature("tags", FeatureType.STRING));
        return new Table(
                "customers-eu",
                "AwsDataCatalog",
                "sagemaker_featurestore",
                "customers-eu-1700000000",
                false,
                true,
                "CustomerId",
                "event_time",
                features,
                withSystem(
                        column("customerid", "string"),
                        column("event_time", "string"),
                        column("age", "bigint"),
                        column("country", "string"),
                        column("order", "string"),
                        column("feature-1", "double"),
                        column("tags", "array<string>"),
                        column("scores", "array<bigint>"),
                        column("props", "map<string,bigint>"),
                        column("address", "struct<city:string,geo:struct<lat:double,lon:double>>")),
                HOURLY);
    }

    /// A table with three columns.
    static Table timed(String name, String featureType, String type, boolean iceberg) {
        return new Table(
                name,
                "AwsDataCatalog",
                "fs",
                name,
                iceberg,
                !iceberg,
                "id",
                "ts",
                List.of(
                        new Feature("id", FeatureType.STRING),
                        new Feature("ts", FeatureType.valueOf(featureType.toUpperCase(java.util.Locale.ROOT))),
                        new Feature("v", FeatureType.FRACTIONAL)),
                withSystem(column("id", "string"), column("ts", type), column("v", "double")),
                iceberg ? List.of() : HOURLY);
    }

    /// Reads the specification of a request. Required fields that are missing are filled in.
    public static QuerySpec spec(JsonNode pieces) {
        ObjectNode request = pieces.deepCopy();
        request.remove("table");
        request.put("featureGroupName", "customers-eu");
        request.put("output", "s3://bucket/out.csv");
        return new RequestReader().read(request, EXECUTION, DEFAULTS).request().spec();
    }

    /// Reads the specification of a request in JSON.
    public static QuerySpec spec(String json) {
        try {
            return spec(Json.MAPPER.readTree(json));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /// Returns a specification whose condition is longer than a caller may send.
    static QuerySpec where(String where) {
        return new QuerySpec(
                new Selection(
                        List.of(), false, Optional.of(where), List.of(), List.of(), OptionalLong.empty(), Map.of()),
                spec("{}").history(),
                Optional.empty());
    }

    private static List<Column> withSystem(Column... columns) {
        return Stream.concat(
                        Stream.of(columns),
                        Stream.of(
                                column("write_time", "timestamp"),
                                column("api_invocation_time", "timestamp"),
                                column("is_deleted", "boolean")))
                .toList();
    }

    private static Column column(String name, String type) {
        return new Column(name, ColumnType.parse(type));
    }
}
