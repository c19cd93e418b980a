package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.http.Front;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

/// The SDK's own client reads the answers.
class AthenaClientTest {
    @TempDir
    Path folder;

    @Test
    void servesTheSdksClient() throws Exception {
        try (AthenaBench bench = new AthenaBench(folder);
                Front front = Front.bind(0).register(bench.athena());
                AthenaClient client = client(front)) {
            front.start();
            String id = client.startQueryExecution(r -> r.queryString("SELECT 1 AS a, CAST(NULL AS varchar) AS b")
                            .resultConfiguration(c -> c.outputLocation("s3://results/sdk/")))
                    .queryExecutionId();
            bench.ended(id);

            var execution =
                    client.getQueryExecution(r -> r.queryExecutionId(id)).queryExecution();
            var results =
                    client.getQueryResultsPaginator(r -> r.queryExecutionId(id).maxResults(1));

            assertThat(execution.status().state()).isEqualTo(QueryExecutionState.SUCCEEDED);
            assertThat(execution.status().submissionDateTime())
                    .isBefore(execution.status().completionDateTime());
            assertThat(execution.statistics().dataScannedInBytes()).isZero();
            assertThat(results.stream().flatMap(page -> page.resultSet().rows().stream()))
                    .extracting(
                            row -> row.data().stream().map(Datum::varCharValue).toList())
                    .containsExactly(List.of("a", "b"), java.util.Arrays.asList("1", null));
            assertThatThrownBy(() -> client.getQueryExecution(r -> r.queryExecutionId("nosuch")))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    private static AthenaClient client(Front front) {
        return AthenaClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(front.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }
}
