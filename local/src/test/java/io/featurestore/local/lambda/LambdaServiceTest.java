package io.featurestore.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.featurestore.local.http.Front;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Checks the account's quota of concurrent calls.
class LambdaServiceTest {
    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    /// Waits until the test lets it end.
    public static final class Waiting implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            STARTED.countDown();
            try {
                MAY_END.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            output.write('1');
        }
    }

    @Test
    void tellsTheQuota() throws Exception {
        LambdaRuntime runtime = new LambdaRuntime("000000000000", "us-east-1", 4);
        runtime.limit(50);
        try (Front front = Front.bind(0);
                HttpClient client = HttpClient.newHttpClient()) {
            front.register(new LambdaService(runtime));
            front.start();
            // Lambda's SDK sends this path (docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html).
            URI uri = front.endpoint().resolve("/2016-08-19/account-settings");
            String answer = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            JsonNode limit = new ObjectMapper().readTree(answer).path("AccountLimit");
            assertThat(limit.path("ConcurrentExecutions").asInt()).isEqualTo(50);
            assertThat(limit.path("UnreservedConcurrentExecutions").asInt()).isEqualTo(50);
        }
    }

    @Test
    void refusesACallBeyondTheQuota() throws Exception {
        LambdaRuntime runtime = new LambdaRuntime("000000000000", "us-east-1", 4);
        runtime.limit(1);
        runtime.deploy("waiting", Waiting.class.getName(), 128, 60, getClass().getClassLoader());
        CompletableFuture<byte[]> first =
                CompletableFuture.supplyAsync(() -> runtime.invoke("waiting", new byte[] {'1'}));
        STARTED.await();
        assertThatThrownBy(() -> runtime.invoke("waiting", new byte[] {'1'}))
                .isInstanceOfSatisfying(Functions.FunctionError.class, error -> assertThat(error.error())
                        .isEqualTo("Lambda.TooManyRequestsException"));
        MAY_END.countDown();
        assertThat(first.join()).isEqualTo(new byte[] {'1'});
        assertThat(runtime.invoke("waiting", new byte[] {'1'})).isEqualTo(new byte[] {'1'});
    }
}
