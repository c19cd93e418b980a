package io.featurestore.store.online;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import io.featurestore.store.Table.FeatureType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads cases of online-compatible exports from data files. The feature group is `customers`: `customer_id`
/// String, `event_time` Fractional, `age` Integral, `score` Fractional, `name` String; a case may name another
/// event time and more features. A column is `name type` or `name>outputName type`.
final class Cases {
    private static final Pattern FEATURE = Pattern.compile("(?:(LIST|SET|VECTOR)(?:\\((\\d+)\\))? )?(\\w+)");

    private Cases() {}

    static JsonNode read(String file) {
        try (InputStream in = Cases.class.getResourceAsStream(file)) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> all(String file) {
        return StreamSupport.stream(read(file).spliterator(), false);
    }

    static OnlineSchema.Resolved resolve(JsonNode c) {
        Export export = export(c.path("request"));
        return OnlineSchema.resolve(
                export.request().online().orElseThrow(),
                export.execution().startedAt(),
                table(c),
                columns(c.path("columns")));
    }

    private static Export export(JsonNode options) {
        ObjectNode request = Json.MAPPER
                .createObjectNode()
                .put("featureGroupName", "customers")
                .put("onlineCompatible", true);
        if (options instanceof ObjectNode given) {
            request.setAll(given);
        }
        return new RequestReader()
                .read(
                        request,
                        new RequestReader.Started("arn", "run-1", Instant.parse("2026-01-02T03:04:05Z")),
                        new RequestReader.Defaults("exports", "works", "primary"));
    }

    private static Table table(JsonNode c) {
        String eventTime = c.path("eventTime").asText("event_time");
        List<Table.Feature> features = new ArrayList<>(List.of(
                new Table.Feature("customer_id", FeatureType.STRING),
                new Table.Feature("age", FeatureType.INTEGRAL),
                new Table.Feature("score", FeatureType.FRACTIONAL),
                new Table.Feature("name", FeatureType.STRING)));
        String type = c.path("eventTimeType").asText("FRACTIONAL");
        if (!type.isEmpty()) {
            features.add(new Table.Feature(eventTime, FeatureType.valueOf(type)));
        }
        c.path("features")
                .properties()
                .forEach(f -> features.add(feature(f.getKey(), f.getValue().asText())));
        List<Table.Column> keys = Stream.of("year", "month", "day", "hour")
                .map(key -> new Table.Column(key, ColumnType.Simple.VARCHAR))
                .toList();
        List<Table.Column> columns = features.stream()
                .map(f -> new Table.Column(f.name().toLowerCase(Locale.ROOT), ColumnType.Simple.VARCHAR))
                .toList();
        return new Table(
                "customers",
                "AwsDataCatalog",
                "sagemaker_featurestore",
                "customers_1",
                false,
                true,
                "customer_id",
                eventTime,
                features,
                columns,
                keys);
    }

    /// Reads a feature such as `STRING`, `SET INTEGRAL` or `VECTOR(3) FRACTIONAL`.
    private static Table.Feature feature(String name, String text) {
        Matcher matcher = FEATURE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        FeatureType type = FeatureType.valueOf(matcher.group(3));
        Optional<Table.Collection> collection = Optional.ofNullable(matcher.group(1))
                .map(kind -> new Table.Collection(
                        Table.CollectionType.valueOf(kind),
                        matcher.group(2) == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(matcher.group(2)))));
        return new Table.Feature(name, type, collection);
    }

    private static List<OutputColumn> columns(JsonNode list) {
        List<OutputColumn> columns = new ArrayList<>();
        list.forEach(text -> {
            String[] parts = text.asText().split(" ", 2);
            String[] names = parts[0].split(">");
            ColumnType type = ColumnType.parse(parts[1]);
            columns.add(new OutputColumn(names[0], names[names.length - 1], type, type.isNested()));
        });
        return columns;
    }
}
