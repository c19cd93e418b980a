package io.featurestore.local.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.fixture.LocalFeatureStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;

/// The SDK of this build has no BatchWriteRecord yet: the requests are written out.
class BatchWriteRecordTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private LocalFeatureStore local;

    @BeforeEach
    void open() throws IOException {
        local = new LocalFeatureStore(folder, Clock.systemUTC());
        local.sageMaker().createFeatureGroup(request -> request.featureGroupName("g")
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(
                        FeatureDefinition.builder()
                                .featureName("id")
                                .featureType(FeatureType.STRING)
                                .build(),
                        FeatureDefinition.builder()
                                .featureName("ts")
                                .featureType(FeatureType.FRACTIONAL)
                                .build())
                .onlineStoreConfig(store -> store.enableOnlineStore(true)));
    }

    @AfterEach
    void close() throws IOException {
        local.close();
        http.close();
    }

    @Test
    void writesEachEntryAndNamesThoseItRefuses() throws Exception {
        String bad = entry("g", "2", "never");
        HttpResponse<String> response = send(entry("g", "1", "1") + "," + bad + "," + entry("none", "3", "1"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = new JsonMapper().readTree(response.body());
        assertThat(answer.path("UnprocessedEntries")).isEmpty();
        assertThat(answer.path("Errors")).hasSize(2);
        assertThat(answer.at("/Errors/0/Entry")).isEqualTo(new JsonMapper().readTree(bad));
        assertThat(answer.at("/Errors/0/ErrorCode").asText()).isEqualTo("ValidationError");
        assertThat(answer.at("/Errors/1/ErrorMessage").asText()).contains("name [none]");
        assertThat(isOnline("1")).isTrue();
        assertThat(isOnline("2")).isFalse();
    }

    @Test
    void takesOneToTwentyFiveEntries() throws Exception {
        assertThat(send("").statusCode()).isEqualTo(400);
        assertThat(send(entries(26)).body()).contains("less than or equal to 25");
        assertThat(isOnline("0")).isFalse();

        assertThat(send(entries(25)).statusCode()).isEqualTo(200);
        assertThat(isOnline("0")).isTrue();
        assertThat(isOnline("24")).isTrue();
    }

    private static String entries(int number) {
        return IntStream.range(0, number)
                .mapToObj(id -> entry("g", Integer.toString(id), "1"))
                .collect(Collectors.joining(","));
    }

    private static String entry(String group, String id, String eventTime) {
        return """
               {"FeatureGroupName":"%s","Record":[{"FeatureName":"id","ValueAsString":"%s"},\
               {"FeatureName":"ts","ValueAsString":"%s"}]}""".formatted(group, id, eventTime);
    }

    private HttpResponse<String> send(String entries) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(local.endpoint().resolve("/BatchWriteRecord"))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/sagemaker/aws4_request, Signature=0")
                .POST(BodyPublishers.ofString("{\"Entries\":[" + entries + "]}"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private boolean isOnline(String identifier) {
        return local.records()
                .getRecord(request -> request.featureGroupName("g").recordIdentifierValueAsString(identifier))
                .hasRecord();
    }
}
