package io.featurestore.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.ExportRequest;
import io.featurestore.export.RequestReader;
import io.featurestore.failure.Failure;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.sql.Query;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.Tables;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import io.featurestore.store.objects.S3Uri;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Puts every text of `injection.json` into every text field of a request. The request must fail with the right
/// code before any service is called, or the statement must read only one table and the output must be at the
/// requested place.
class InjectionTest {
    private static final Table TABLE = Tables.customers();
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(ErrorCode.InvalidRequest, ErrorCode.InvalidQuery, ErrorCode.IncompatibleSchema);
    private static final RequestReader.Started EXECUTION = new RequestReader.Started(
            "arn:aws:states:us-east-1:000000000000:execution:feature-store-export:run-1",
            "run-1",
            java.time.Instant.parse("2026-06-01T00:00:00Z"));
    private static final RequestReader.Defaults DEFAULTS = new RequestReader.Defaults("exports", "works", "primary");
    private static final RequestReader READER = new RequestReader();

    /// The ways to put a text into a request, by the name of the field.
    static Map<String, BiConsumer<ObjectNode, String>> fields() {
        Map<String, BiConsumer<ObjectNode, String>> fields = new LinkedHashMap<>();
        for (String field : List.of(
                "featureGroupName",
                "output",
                "format",
                "where",
                "compression",
                "queryOutputLocation",
                "database",
                "workgroup",
                "records",
                "asOf")) {
            fields.put(field, (request, text) -> request.put(field, text));
        }
        for (String field : List.of("recordIdentifier", "eventTimeField", "eventTimeFormat", "nullValue")) {
            fields.put(field, (request, text) -> request.put("onlineCompatible", true)
                    .put(field, text));
        }
        for (String field : List.of("columns", "orderBy")) {
            fields.put(field, (request, text) -> request.putArray(field).add(text));
        }
        fields.put("groupBy", (request, text) -> {
            request.putArray("groupBy").add(text);
            request.putArray("columns").add("count(*) AS n");
        });
        fields.put("output's key", (request, text) -> request.put("output", "s3://bucket/" + text));
        fields.put(
                "query output's key",
                (request, text) -> request.put("queryOutputLocation", "s3://bucket/" + text + "/"));
        fields.put("literal in where", (request, text) -> request.put("where", "country = '" + text + "'"));
        fields.put("name in where", (request, text) -> request.put("where", "\"" + text + "\" = 1"));
        fields.put("literal in columns", (request, text) -> request.putArray("columns")
                .add("'" + text + "' AS x"));
        fields.put("alias", (request, text) -> request.putArray("columns").add("age AS \"" + text + "\""));
        fields.put("direction of orderBy", (request, text) -> request.putArray("orderBy")
                .add("age " + text));
        fields.put("columnMapping's name", (request, text) -> request.putObject("columnMapping")
                .put(text, "x"));
        fields.put("columnMapping's target", (request, text) -> request.putObject("columnMapping")
                .put("age", text));
        fields.put("eventTimeRange.from", (request, text) -> request.putObject("eventTimeRange")
                .put("from", text));
        fields.put("eventTimeRange.to", (request, text) -> request.putObject("eventTimeRange")
                .put("to", text));
        fields.put("a field's name", (request, text) -> request.put("x" + text, true));
        return fields;
    }

    static Stream<String> texts() throws IOException {
        try (InputStream in = InjectionTest.class.getResourceAsStream("injection.json")) {
            return List.of(Json.MAPPER.readValue(in, String[].class)).stream();
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void refusesOrStaysHarmless(String text) {
        fields().forEach((field, put) -> {
            ObjectNode request = Json.MAPPER
                    .createObjectNode()
                    .put("featureGroupName", "customers-eu")
                    .put("output", "s3://bucket/out.csv");
            put.accept(request, text);
            try {
                ExportRequest read = READER.read(request, EXECUTION, DEFAULTS).request();
                assertHarmless(field, text, request, read, QueryBuilder.build(read.spec(), TABLE));
            } catch (Failure e) {
                assertThat(e.code()).as("%s: %s", field, e.getMessage()).isIn(REFUSALS);
                assertReadable(field, e.getMessage());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("texts")
    void quotesWhateverTheCatalogCallsATable(String text) {
        Table named = new Table(
                TABLE.featureGroupName(),
                TABLE.catalog(),
                text,
                text + "x",
                false,
                true,
                TABLE.recordIdentifier(),
                TABLE.eventTime(),
                TABLE.features(),
                TABLE.columns(),
                TABLE.partitionKeys());
        if (text.isEmpty()) {
            return;
        }
        String sql = QueryBuilder.build(Tables.spec("{}"), named).sql();

        List<QualifiedName> tables = new ArrayList<>();
        collect(new SqlParser().createStatement(sql), tables);
        assertThat(tables).allSatisfy(table -> assertThat(
                        table.getOriginalParts().stream().map(p -> p.getValue()))
                .containsExactly(text, text + "x"));
    }

    private static void assertHarmless(String field, String text, ObjectNode raw, ExportRequest request, Query query) {
        List<QualifiedName> tables = new ArrayList<>();
        collect(new SqlParser().createStatement(query.sql()), tables);
        assertThat(tables).as("%s: %s", field, query.sql()).isNotEmpty().allSatisfy(table -> assertThat(
                        table.getSuffix())
                .isEqualTo("customers-eu-1700000000"));
        for (S3Uri source : Stream.concat(Stream.of(request.form().output()), request.query().outputLocation().stream())
                .toList()) {
            assertThat(source.bucket()).as(field).isIn("bucket", "other-bucket");
            assertThat("/" + source.key()).as(field).doesNotContain("/../", "/./", "//", "\r", "\n", "\0");
        }
        if (field.equals("literal in where") || field.equals("nullValue")) {
            assertThat(raw.toString())
                    .contains(Json.MAPPER
                            .getNodeFactory()
                            .textNode(text)
                            .toString()
                            .replaceAll("^\"|\"$", ""));
        }
    }

    /// Checks that a message is one line without control characters.
    private static void assertReadable(String field, String message) {
        assertThat(message)
                .as(field)
                .doesNotContainPattern("\\p{Cntrl}")
                .doesNotContain("Exception", "io.trino", "java.")
                .hasSizeLessThan(2_500);
    }

    private static void collect(Node node, List<QualifiedName> tables) {
        if (node instanceof io.trino.sql.tree.Table table) {
            tables.add(table.getName());
        }
        node.getChildren().forEach(child -> collect(child, tables));
    }
}
