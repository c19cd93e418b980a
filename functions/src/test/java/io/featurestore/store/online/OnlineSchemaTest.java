package io.featurestore.store.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.failure.IncompatibleSchema;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class OnlineSchemaTest {
    @TestFactory
    Stream<DynamicTest> resolvesNamesAndTypes() {
        return Cases.all("schema.json")
                .filter(c -> c.has("expect"))
                .map(c -> DynamicTest.dynamicTest(c.path("case").asText(), () -> {
                    JsonNode resolved = shown(Cases.resolve(c));
                    assertThat(c.path("expect").properties()).isNotEmpty().allSatisfy(e -> assertThat(
                                    resolved.get(e.getKey()))
                            .as(e.getKey())
                            .isEqualTo(e.getValue()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatNoPutTakes() {
        return Cases.all("schema.json")
                .filter(c -> c.has("refused"))
                .map(c -> DynamicTest.dynamicTest(
                        c.path("case").asText(), () -> assertThatThrownBy(() -> Cases.resolve(c))
                                .isInstanceOf(IncompatibleSchema.class)
                                .hasMessageContaining("feature group 'customers'")
                                .satisfies(e -> c.path("refused")
                                        .forEach(reason -> assertThat(e).hasMessageContaining(reason.asText())))));
    }

    private static JsonNode shown(OnlineSchema.Resolved resolved) {
        OnlineSpec spec = resolved.spec();
        List<String> names =
                resolved.columns().stream().map(OutputColumn::outputName).toList();
        ObjectNode shown = Json.MAPPER
                .createObjectNode()
                .put("identifier", spec.identifierColumn())
                .put("eventTime", spec.eventTimeColumn())
                .put("eventTimeName", spec.eventTimeName())
                .put("iso", spec.isoEventTime())
                .put("filled", spec.filledEventTime().orElse("not at all"))
                .put("nullValue", spec.nullValue().orElse("none"));
        shown.set("names", Json.MAPPER.valueToTree(names));
        shown.set(
                "types",
                Json.MAPPER.valueToTree(
                        spec.features().stream().map(Table.Feature::type).toList()));
        return shown;
    }
}
