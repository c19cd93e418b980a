package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.net.ServerSocket;
import java.util.List;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

/// Checks what a function does before Lambda takes a snapshot of it.
class SnapshotTest {
    @Test
    void preparesEveryFunctionOfTheListWithoutACall() throws Exception {
        List<String> settings = List.of("aws.region", "aws.endpointUrl");
        List<String> before =
                settings.stream().map(name -> System.getProperty(name, "")).toList();
        try (ServerSocket nobody = new ServerSocket(0)) {
            System.setProperty("aws.region", "us-east-1");
            System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + nobody.getLocalPort());
            JsonNode functions =
                    Json.MAPPER.readTree(getClass().getResourceAsStream("/io/featurestore/export/functions.json"));
            for (JsonNode function : functions) {
                Resource handler =
                        (Resource) Class.forName(function.path("handler").asText())
                                .getConstructor()
                                .newInstance();
                assertThatCode(() -> handler.beforeCheckpoint(new NoContext()))
                        .as(function.toString())
                        .doesNotThrowAnyException();
            }
            nobody.setSoTimeout(1);
            assertThatCode(nobody::accept).as("a call").isInstanceOf(java.net.SocketTimeoutException.class);
        } finally {
            for (int i = 0; i < settings.size(); i++) {
                if (before.get(i).isEmpty()) {
                    System.clearProperty(settings.get(i));
                } else {
                    System.setProperty(settings.get(i), before.get(i));
                }
            }
        }
    }

    private static final class NoContext extends Context<Resource> {
        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void register(Resource resource) {
            throw new UnsupportedOperationException();
        }
    }
}
