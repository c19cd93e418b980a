package io.featurestore.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes each request to its service and writes the answer if the service fails.
final class Router implements HttpHandler {
    private static final Logger LOG = System.getLogger(Router.class.getName());

    private final LoopbackGuard guard;
    private final Map<String, JsonService> jsonServices = new ConcurrentHashMap<>();
    private final List<HttpService> httpServices = new CopyOnWriteArrayList<>();
    private volatile RequestInterceptor interceptor = RequestInterceptor.NONE;

    Router(int port) {
        this.guard = new LoopbackGuard(port);
    }

    void add(JsonService service) {
        if (jsonServices.putIfAbsent(service.targetPrefix(), service) != null) {
            throw new IllegalArgumentException("There are two services with the target " + service.targetPrefix());
        }
    }

    void add(HttpService service) {
        httpServices.add(service);
    }

    void intercept(RequestInterceptor other) {
        interceptor = other;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String requestId = UUID.randomUUID().toString();
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        exchange.getResponseHeaders().set("x-amz-request-id", requestId);
        // Closing an exchange with an incomplete answer breaks the connection. After the status line there is no other
        // way to tell the client.
        try (exchange) {
            route(exchange);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> describe(exchange) + ": the client went away", e);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, () -> describe(exchange) + " failed", e);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        var refusal = guard.refusal(exchange.getRequestHeaders());
        if (refusal.isPresent()) {
            refuse(exchange, 403, refusal.get());
            return;
        }
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            callJson(exchange, target);
            return;
        }
        for (HttpService service : httpServices) {
            if (service.accepts(exchange)) {
                callHttp(exchange, service);
                return;
            }
        }
        refuse(
                exchange,
                404,
                "No embedded service answers %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().getRawPath()));
    }

    private void callJson(HttpExchange received, String target) throws IOException {
        int dot = target.lastIndexOf('.');
        JsonService service = dot < 0 ? null : jsonServices.get(target.substring(0, dot));
        if (service == null) {
            JsonProtocol.answerError(
                    received,
                    "application/x-amz-json-1.1",
                    new ServiceException(
                            400, "UnknownOperationException", "No embedded service has the operation " + target));
            return;
        }
        String operation = target.substring(dot + 1);
        HttpExchange exchange = received;
        try {
            exchange = interceptor.intercept(received);
            JsonProtocol.answer(
                    exchange,
                    service.contentType(),
                    service.call(operation, JsonProtocol.read(exchange.getRequestBody())));
        } catch (ServiceException e) {
            JsonProtocol.answerError(exchange, service.contentType(), e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> target + " failed", e);
            JsonProtocol.answerError(exchange, service.contentType(), internal(e));
        }
    }

    private void callHttp(HttpExchange received, HttpService service) throws IOException {
        HttpExchange exchange = received;
        try {
            exchange = interceptor.intercept(received);
            service.handle(exchange);
        } catch (ServiceException e) {
            if (started(exchange)) {
                throw e;
            }
            RequestBodies.drain(exchange.getRequestBody());
            service.renderError(exchange, e);
        } catch (RuntimeException e) {
            if (started(exchange)) {
                throw e;
            }
            LOG.log(Level.ERROR, () -> describe(received) + " failed", e);
            RequestBodies.drain(exchange.getRequestBody());
            service.renderError(exchange, internal(e));
        }
    }

    private static boolean started(HttpExchange exchange) {
        return exchange.getResponseCode() != -1;
    }

    private static ServiceException internal(RuntimeException e) {
        return new ServiceException(500, "InternalError", "The embedded service failed: " + e);
    }

    private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        RequestBodies.drain(exchange.getRequestBody());
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String describe(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    }
}
