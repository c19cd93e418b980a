package io.featurestore.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Front front;

    @BeforeEach
    void start() throws IOException {
        front = Front.bind(0);
        front.register(new Echo()).register(new Pages("/only"));
        front.start();
    }

    @AfterEach
    void stop() {
        client.close();
        front.close();
    }

    @Test
    void givesACallToTheServiceOfItsTargetPrefix() throws Exception {
        var answer = call("Echo.Say", "{\"a\":1.50}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"operation\":\"Say\",\"input\":{\"a\":1.5}}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void takesAnEmptyBodyForAnEmptyObject() throws Exception {
        assertThat(call("Echo.Say", "").body()).isEqualTo("{\"operation\":\"Say\",\"input\":{}}");
    }

    @Test
    void rendersAServiceErrorInTheJsonProtocol() throws Exception {
        var answer = call("Echo.Fail", "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-errortype")).contains("ValidationException");
        assertThat(answer.body()).isEqualTo("{\"__type\":\"ValidationException\",\"message\":\"no \\\"such\\\"\"}");
    }

    @Test
    void rendersADefectAsAnInternalError() throws Exception {
        var answer = call("Echo.Crash", "{}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("InternalError").contains("broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "\"x\"", "{} {}"})
    void refusesABodyThatIsNoJsonObject(String body) throws Exception {
        var answer = call("Echo.Say", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SerializationException");
    }

    @Test
    void refusesAJsonBodyAboveTheLimitAndStaysUsable() throws Exception {
        String tooLarge = "{\"a\":\"" + "x".repeat(JsonProtocol.MAX_REQUEST_BYTES) + "\"}";

        assertThat(call("Echo.Say", tooLarge).statusCode()).isEqualTo(413);
        assertThat(call("Echo.Say", "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nobody.Say", "Echo", "", "Echo.Say.More"})
    void namesAnUnknownTarget(String target) throws Exception {
        var answer = call(target, "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("UnknownOperationException").contains("operation " + target);
    }

    @Test
    void asksHttpServicesInTheOrderOfRegistration() throws Exception {
        front.register(new Pages("/"));

        assertThat(get("/only/x").body()).isEqualTo("/only");
        assertThat(get("/x").body()).isEqualTo("/");
    }

    @Test
    void rendersAnErrorAsTheHttpServiceWantsIt() throws Exception {
        var answer = get("/only/fail");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("NoSuchPage");
    }

    @Test
    void breaksTheConnectionWhenAServiceFailsAfterItsAnswerBegan() {
        assertThatThrownBy(() -> get("/only/half")).isInstanceOf(IOException.class);
    }

    @Test
    void saysWhatNobodyAnswers() throws Exception {
        var answer = get("/nobody");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("GET /nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.0.0.1:1", "localhost:4566", "LocalHost", "[::1]:80", "bucket.localhost:4566"})
    void answersOnLoopbackNames(String host) throws Exception {
        assertThat(raw("GET /only HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example:4566",
                "192.168.0.1",
                "",
                "xlocalhost",
                "127.0.0.1@evil.example"
            })
    void refusesAnyOtherHost(String host) throws Exception {
        assertThat(raw("GET /only HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 403");
    }

    @Test
    void refusesARequestWithoutHostAndOneWithTwo() throws Exception {
        assertThat(raw("GET /only HTTP/1.1")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET /only HTTP/1.1", "Host: localhost", "Host: evil.example"))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"})
    void refusesAForeignOrigin(String origin) throws Exception {
        assertThat(raw("GET /only HTTP/1.1", "Host: localhost", "Origin: " + origin))
                .startsWith("HTTP/1.1 403");
        assertThat(raw(
                        "POST / HTTP/1.1",
                        "Host: localhost",
                        "Origin: " + origin,
                        "X-Amz-Target: Echo.Say",
                        "Content-Length: 0"))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", ""})
    void refusesWhatAPageOfAnotherSiteAsksFor(String site) throws Exception {
        assertThat(raw("GET /only HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: " + site))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void answersABrowsersOwnUser(String site) throws Exception {
        assertThat(raw("GET /only HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: " + site))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void acceptsItsOwnOrigin() throws Exception {
        String origin = "http://localhost:" + front.endpoint().getPort();

        assertThat(raw("GET /only HTTP/1.1", "Host: localhost", "Origin: " + origin))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void listensOnLoopbackOnlyAndFreesThePortWhenClosed() throws Exception {
        int port = front.endpoint().getPort();
        assertThat(front.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + port));
        assertThatThrownBy(() -> Front.bind(port))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port);

        front.close();
        Front.bind(port).close();
    }

    @Test
    void refusesASecondServiceForATarget() {
        assertThatThrownBy(() -> front.register(new Echo()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Echo");
    }

    private HttpResponse<String> call(String target, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(front.endpoint())
                        .header("X-Amz-Target", target)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(front.endpoint().resolve(path)).build(), BodyHandlers.ofString());
    }

    /// Sends header lines as they are, which an HTTP client would not let us.
    private String raw(String... lines) throws IOException {
        var request = new ArrayList<>(List.of(lines));
        request.add("Connection: close");
        try (var socket = new Socket("127.0.0.1", front.endpoint().getPort())) {
            socket.getOutputStream()
                    .write((String.join("\r\n", request) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static final class Echo implements JsonService {
        @Override
        public String targetPrefix() {
            return "Echo";
        }

        @Override
        public String contentType() {
            return "application/x-amz-json-1.0";
        }

        @Override
        public JsonNode call(String operation, ObjectNode input) {
            return switch (operation) {
                case "Say" -> input.objectNode().put("operation", operation).set("input", input);
                case "Fail" -> throw new ServiceException(400, "ValidationException", "no \"such\"");
                default -> throw new IllegalStateException("broken");
            };
        }
    }

    private record Pages(String prefix) implements HttpService {
        @Override
        public boolean accepts(HttpExchange exchange) {
            return exchange.getRequestURI().getPath().startsWith(prefix);
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/fail")) {
                throw new ServiceException(404, "NoSuchPage", "no page");
            }
            exchange.sendResponseHeaders(200, path.endsWith("/half") ? 1000 : prefix.length());
            exchange.getResponseBody().write(prefix.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void renderError(HttpExchange exchange, ServiceException error) throws IOException {
            exchange.sendResponseHeaders(error.status(), error.code().length());
            exchange.getResponseBody().write(error.code().getBytes(StandardCharsets.UTF_8));
        }
    }
}
