package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.query.QueryLimit;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.store.Scene;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Estimates the export of a table without files, whose query is expected to take two seconds.
class EstimateExportHandlerTest {
    private static final QueryLimit ONE_SECOND = new QueryLimit(Duration.ofSeconds(1));
    private static final String STOPPED = "this deployment stops a query after";

    private static final WorkGroup.Reader WORK_GROUPS = name -> Optional.of(new WorkGroup(
            name, true, "Athena engine version 3", false, false, false, Optional.empty(), false, OptionalLong.empty()));

    private final Scene scene = Scene.good();
    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void refusesAnExportWhoseQueryWouldBeStopped() {
        Map<String, Object> input = Map.of("export", scene.export());
        Calls.call(new ResolveTableHandler(scene.groups(), scene.catalog(), WORK_GROUPS, objects), input);
        long writes = objects.calls(Operation.PUT);

        assertThatThrownBy(() -> Calls.call(handler(ONE_SECOND), input))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining(STOPPED)
                .hasMessageEndingWith("No query ran.");
        assertThat(objects.calls(Operation.PUT)).isEqualTo(writes);
        assertThat(Calls.call(handler(new QueryLimit(Duration.ofSeconds(2))), input)
                        .has("plan"))
                .isFalse();
    }

    @Test
    void warnsInADryRun() {
        scene.set("/request/dryRun", BooleanNode.TRUE);

        JsonNode warnings = Calls.call(handler(ONE_SECOND), Map.of("export", scene.export()))
                .at("/plan/estimate/warnings");

        assertThat(warnings).extracting(JsonNode::asText).anyMatch(warning -> warning.contains(STOPPED));
    }

    private EstimateExportHandler handler(QueryLimit limit) {
        TableStorage storage = new TableStorage() {
            @Override
            public Optional<Place> place(Table table) {
                return Optional.of(new Place("s3://offline/table/", Optional.empty(), Map.of()));
            }

            @Override
            public List<Partition> partitions(Table table) {
                return List.of();
            }
        };
        return new EstimateExportHandler(scene.groups(), scene.catalog(), storage, WORK_GROUPS, objects, limit);
    }
}
