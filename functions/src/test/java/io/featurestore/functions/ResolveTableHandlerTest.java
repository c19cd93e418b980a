package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.OfflineStoreDisabled;
import io.featurestore.failure.OutputExists;
import io.featurestore.steps.Json;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Scene;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolveTableHandlerTest {
    private static final S3Uri OUTPUT = S3Uri.parse("s3://exports/data.csv");
    private static final S3Uri PREFIX = S3Uri.parse("s3://exports/daily/");

    private final Scene scene = Scene.good();
    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void answersTableAndStatement() {
        Job resolved = job();
        assertThat(resolved.execution()).isEqualTo(scene.export().execution());
        assertThat(resolved.spec()).isEqualTo(scene.export().request().spec());
        assertThat(resolved.table()).isEqualTo(scene.table());
        assertThat(resolved.query().sql()).contains("customers_1700000000");
        assertThat(resolved.query().columns())
                .extracting(c -> c.name().toLowerCase(java.util.Locale.ROOT))
                .containsExactly("customer_id", "event_time", "segment");
        assertThat(resolved.online()).isEmpty();
    }

    @Test
    void writesNothingOnADryRun() {
        scene.set("/request/dryRun", BooleanNode.TRUE);
        JsonNode answer = Calls.call(handler(), input());
        assertThat(answer.get("table").asText()).isEqualTo("sagemaker_featurestore.customers_1700000000");
        assertThat(objects.uris()).isEmpty();
        assertThat(objects.calls(Operation.PUT) + objects.calls(Operation.DELETE))
                .isZero();
    }

    @Test
    void resolvesTheOnlineTransform() {
        scene.set("/request/onlineCompatible", BooleanNode.TRUE);
        assertThat(job().online()).hasValueSatisfying(online -> {
            assertThat(online.identifierColumn()).isZero();
            assertThat(online.eventTimeColumn()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "s3://exports/data.csv, false, ",
        "s3://exports/data.csv.gz, false, ConvertChunk",
        "s3://exports/daily/, false, ConvertChunk",
        "s3://exports/data.json, true, TransformOnlineChunk"
    })
    void namesTheConverterThatWillBeNeeded(String output, boolean online, String converter) {
        scene.set("/request/output", output);
        scene.set("/request/compression", output.endsWith(".gz") ? "gzip" : "none");
        scene.set("/request/format", output.endsWith(".json") ? "json" : "csv");
        scene.set("/request/onlineCompatible", BooleanNode.valueOf(online));
        if (!online) {
            // The event time has another spelling in the table, so a copy of the result would have a wrong header.
            scene.set("/request/columns", new ArrayNode(JsonNodeFactory.instance).add("customer_id"));
        }
        assertThat(Calls.call(handler(), input()).path("converter").textValue()).isEqualTo(converter);
    }

    /// If UNLOAD is chosen later, the rows are converted even for a plain csv.
    @Test
    void namesAConverterIfTheRowsMayComeByUnload() {
        scene.set("/request/output", "s3://exports/data.csv");
        scene.set("/request/compression", "none");
        scene.set("/request/format", "csv");
        scene.set("/request/columns", new ArrayNode(JsonNodeFactory.instance).add("customer_id"));
        JsonNode input = Json.MAPPER.valueToTree(input());
        ((ObjectNode) input.at("/export/request/query")).put("unloadFrom", 0);

        JsonNode answer = Calls.call(handler(), input);

        assertThat(answer.path("converter").asText()).isEqualTo("ConvertChunk");
        assertThat(answer.path("choosesPath").asBoolean()).isTrue();
    }

    @Test
    void refusesAnOutputThatIsThere() {
        objects.seed(OUTPUT, new byte[1]);
        assertThatThrownBy(() -> Calls.call(handler(), input()))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("s3://exports/data.csv is there already")
                .hasMessageContaining("overwrite");
        assertThat(objects.content(OUTPUT)).hasSize(1);
    }

    @Test
    void acceptsAnOutputThatMayBeReplaced() {
        objects.put(OUTPUT, new byte[1], "text/csv", Map.of("export-execution", "earlier"), IfExists.REPLACE);
        scene.set("/request/overwrite", BooleanNode.TRUE);
        assertThat(job().form().output())
                .isEqualTo(scene.export().request().form().output());
    }

    @Test
    void acceptsAnOutputBesideOthersThatBeginLikeIt() {
        objects.seed(OUTPUT.append(".gz"), new byte[1]);
        assertThat(job().form().output())
                .isEqualTo(scene.export().request().form().output());
    }

    @Test
    void refusesAPrefixThatIsInUse() {
        scene.set("/request/output", PREFIX.toString());
        objects.seed(PREFIX.append("sub/part-00000.csv"), new byte[1]);
        assertThatThrownBy(() -> Calls.call(handler(), input()))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("below the output prefix s3://exports/daily/")
                .hasMessageContaining("such as s3://exports/daily/sub/part-00000.csv");
        scene.set("/request/overwrite", BooleanNode.TRUE);
        assertThatThrownBy(() -> Calls.call(handler(), input()))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("No manifest of an earlier export names it");
    }

    @Test
    void refusesAWorkGroupThatCannotRunTheQuery() {
        scene.set("/request/workgroup", "spark");
        assertThatThrownBy(() -> Calls.call(handler(), input()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("'spark' runs PySpark engine version 3");
        assertThat(objects.uris()).isEmpty();
    }

    @Test
    void acceptsAPrefixThatTheConsoleMadeAFolderOf() {
        scene.set("/request/output", PREFIX.toString());
        objects.seed(PREFIX, new byte[0]);
        assertThat(job().form().output())
                .isEqualTo(scene.export().request().form().output());
    }

    @Test
    void noticesAMissingBucketEvenWhereTheOutputMayBeReplaced() {
        scene.set("/request/overwrite", BooleanNode.TRUE);
        objects.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                throw new InvalidRequest("There is no bucket " + uri.bucket() + ".");
            }
        });
        assertThatThrownBy(() -> Calls.call(handler(), input()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("no bucket exports");
        scene.set("/request/output", PREFIX.toString());
        assertThatThrownBy(() -> Calls.call(handler(), input()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("no bucket exports");
    }

    @Test
    void failsWithTheResolversCode() {
        scene.set("/group/offlineStore", NullNode.getInstance());
        assertThatThrownBy(() -> Calls.call(handler(), input())).isInstanceOf(OfflineStoreDisabled.class);
    }

    private Job job() {
        Calls.call(handler(), input());
        return new WorkFolder(objects, scene.export().execution().work()).read(Document.JOB, Job.class);
    }

    private ResolveTableHandler handler() {
        return new ResolveTableHandler(
                scene.groups(),
                scene.catalog(),
                name -> Optional.of(new WorkGroup(
                        name,
                        true,
                        name.equals("spark") ? "PySpark engine version 3" : "Athena engine version 3",
                        false,
                        false,
                        false,
                        Optional.empty(),
                        false,
                        OptionalLong.empty())),
                objects);
    }

    private Map<String, Object> input() {
        return Map.of("export", scene.export());
    }
}
