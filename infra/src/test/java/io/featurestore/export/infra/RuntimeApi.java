package io.featurestore.export.infra;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/// Serves Lambda's runtime API for one environment: the runtime requests the next call and posts the answer.
final class RuntimeApi implements AutoCloseable {
    private static final String PATH = "/2018-06-01/runtime/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A message of the runtime.
    sealed interface Message {
        /// Returns the time of the message, by [System#nanoTime].
        long at();

        /// The initialisation is done, and the runtime is ready for a snapshot or its first call.
        record Ready(long at) implements Message {}

        /// The answer of a call.
        record Answer(long at, byte[] bytes) implements Message {}

        /// The error of a call, or of the initialisation.
        record Failed(long at, String type, byte[] document) implements Message {}
    }

    private final HttpServer server;
    private final SynchronousQueue<byte[]> calls = new SynchronousQueue<>();
    private final BlockingQueue<Message> said = new LinkedBlockingQueue<>();
    private final String functionArn;

    RuntimeApi(String functionArn) throws IOException {
        this.functionArn = functionArn;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(PATH, this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Hands out the next call.
    void call(byte[] payload) throws InterruptedException {
        if (!calls.offer(payload, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the runtime does not ask for a call");
        }
    }

    /// Waits for the next message of the runtime.
    Message next() throws InterruptedException {
        Message next = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the runtime is silent");
        }
        return next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String operation = exchange.getRequestURI().getPath().substring(PATH.length());
        switch (operation.replaceFirst("invocation/[0-9a-f-]{36}/", "")) {
            case "invocation/next" -> {
                said.add(new Message.Ready(now));
                hand(exchange);
            }
            case "restore/next" -> {
                said.add(new Message.Ready(now));
                answer(exchange, 200, new byte[0]);
            }
            case "response" -> {
                said.add(new Message.Answer(now, body));
                answer(exchange, 202, new byte[0]);
            }
            default -> {
                said.add(new Message.Failed(
                        now, exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type"), body));
                answer(exchange, 202, new byte[0]);
            }
        }
    }

    private void hand(HttpExchange exchange) throws IOException {
        try {
            byte[] payload = calls.take();
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + PATIENCE.toMillis()));
            exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer(exchange, 200, payload);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed", e);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
