package io.featurestore.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.store.StoreFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service gives 2,500 features in an answer, which is all a group can have: here it gives 100.
class PagesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @TempDir
    private Path folder;

    @Test
    void givesEachFeatureOnceOverAllPages() throws IOException {
        try (StoreFolder store = StoreFolder.open(folder)) {
            SageMakerService service = service(store);
            List<String> names = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            ObjectNode request = JSON.objectNode().put("FeatureGroupName", "wide");
            JsonNode answer;
            do {
                answer = service.call("DescribeFeatureGroup", request);
                names.addAll(answer.path("FeatureDefinitions").findValuesAsText("FeatureName"));
                sizes.add(answer.path("FeatureDefinitions").size());
                assertThat(answer.path("EventTimeFeatureName").asText()).isEqualTo("f1");
                request.set("NextToken", answer.path("NextToken"));
            } while (answer.has("NextToken"));

            assertThat(sizes).containsExactly(100, 100, 50);
            assertThat(names)
                    .hasSize(250)
                    .doesNotHaveDuplicates()
                    .startsWith("f0")
                    .endsWith("f249");
        }
    }

    @Test
    void refusesATokenThatIsNone() throws IOException {
        try (StoreFolder store = StoreFolder.open(folder)) {
            SageMakerService service = service(store);
            for (String token : List.of("x", "-1", "251", "99999999999999999999")) {
                assertThatThrownBy(() -> service.call(
                                "DescribeFeatureGroup",
                                JSON.objectNode()
                                        .put("FeatureGroupName", "wide")
                                        .put("NextToken", token)))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("NextToken " + token);
            }
        }
    }

    private SageMakerService service(StoreFolder store) throws IOException {
        SageMakerService service = new SageMakerService(
                store.documents(),
                new GlueService(store.documents(), Clock.systemUTC()),
                LocalBuckets.open(folder),
                "123456789012",
                "eu-west-1",
                Clock.systemUTC(),
                100);
        ObjectNode request = JSON.objectNode()
                .put("FeatureGroupName", "wide")
                .put("RecordIdentifierFeatureName", "f0")
                .put("EventTimeFeatureName", "f1");
        request.putObject("OnlineStoreConfig").put("EnableOnlineStore", true);
        ArrayNode features = request.putArray("FeatureDefinitions");
        for (int i = 0; i < 250; i++) {
            features.addObject().put("FeatureName", "f" + i).put("FeatureType", "String");
        }
        service.call("CreateFeatureGroup", request);
        return service;
    }
}
