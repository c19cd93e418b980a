package io.featurestore.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// Passes requests on to the embedded services, counts the bytes of objects that it passes back, and breaks
/// connections on demand.
public final class S3Proxy implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    /// The headers that each connection has for itself.
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "connection", "expect", "date", "transfer-encoding");

    /// A request that came.
    ///
    /// @param target the operation of a JSON service
    public record Call(String method, String path, Optional<String> query, Optional<String> target, String body) {}

    private final URI services;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong nextBreak = new AtomicLong(Long.MAX_VALUE);
    private volatile long breakEvery;
    private final AtomicLong breaksLeft = new AtomicLong();
    private volatile Optional<String> version = Optional.empty();
    private volatile UnaryOperator<byte[]> change = UnaryOperator.identity();
    private volatile boolean held;
    private final CountDownLatch holding = new CountDownLatch(1);
    private volatile Optional<String> stackOutput = Optional.empty();

    /// Starts a proxy before services.
    public S3Proxy(URI services) throws IOException {
        this.services = services;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /// Returns the address of the proxy.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Breaks the connection that passes the next byte after each `every` bytes, that many times.
    public void breakEvery(long every, int times) {
        breakEvery = every;
        breaksLeft.set(times);
        nextBreak.set(sent.get() + every);
    }

    /// Answers as a bucket with versions: every object has this version.
    public void version(String id) {
        version = Optional.of(id);
    }

    /// Changes the bytes of objects on their way.
    public void change(UnaryOperator<byte[]> how) {
        change = how;
    }

    /// Passes no further byte of objects, or passes them again.
    public void hold(boolean on) {
        held = on;
    }

    /// Waits until a byte of an object is held.
    public boolean awaitHeld(long seconds) throws InterruptedException {
        return holding.await(seconds, TimeUnit.SECONDS);
    }

    /// Answers as CloudFormation: every stack has this ARN of a state machine as its output.
    public void stack(String stateMachineArn) {
        stackOutput = Optional.of(stateMachineArn);
    }

    /// Returns the bytes of objects that were passed back.
    public long sent() {
        return sent.get();
    }

    /// Returns the bytes that were passed back on connections that broke later, and may not have been
    /// received.
    public long sentBeforeABreak() {
        return lost.get();
    }

    /// Returns how many breaks are still to come.
    public long breaksLeft() {
        return breaksLeft.get();
    }

    /// Returns the requests that came.
    public List<Call> calls() {
        return calls;
    }

    private void pass(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        URI uri = exchange.getRequestURI();
        boolean isS3 = exchange.getRequestHeaders().getFirst("X-Amz-Target") == null;
        calls.add(new Call(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                Optional.ofNullable(uri.getRawQuery()),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target")),
                new String(body, StandardCharsets.UTF_8)));
        if (stackOutput.isPresent() && new String(body, StandardCharsets.UTF_8).contains("Action=DescribeStacks")) {
            answerStacks(exchange, stackOutput.get());
            return;
        }
        // The embedded S3 has no versions; the deletion of the only one is a deletion.
        String query =
                uri.getRawQuery() == null || uri.getRawQuery().startsWith("versionId=") ? "" : "?" + uri.getRawQuery();
        HttpURLConnection to = (HttpURLConnection)
                URI.create(services + uri.getRawPath() + query).toURL().openConnection();
        to.setRequestMethod(exchange.getRequestMethod());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> to.addRequestProperty(name, value));
            }
        });
        if (body.length > 0) {
            to.setDoOutput(true);
            to.setFixedLengthStreamingMode(body.length);
            to.getOutputStream().write(body);
        }
        int status = to.getResponseCode();
        to.getHeaderFields().forEach((name, values) -> {
            if (name != null && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        if (isS3) {
            version.ifPresent(v -> exchange.getResponseHeaders().add("x-amz-version-id", v));
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(to.getHeaderField("Content-Length")));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        long length = to.getContentLengthLong();
        try (InputStream in = status < 400 ? to.getInputStream() : to.getErrorStream()) {
            exchange.sendResponseHeaders(status, length <= 0 ? -1 : length);
            if (length > 0) {
                copy(in, exchange, status == 206);
            }
        } finally {
            exchange.close();
        }
    }

    private void copy(InputStream in, HttpExchange exchange, boolean counted) throws IOException {
        OutputStream out = exchange.getResponseBody();
        byte[] buffer = new byte[BUFFER];
        long here = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (counted && held) {
                waitWhileHeld();
            }
            if (counted && breaks()) {
                lost.addAndGet(here);
                // Closing an exchange before its announced length closes the connection.
                return;
            }
            byte[] passed = counted ? change.apply(buffer) : buffer;
            out.write(passed, 0, count);
            if (counted) {
                here += count;
                sent.addAndGet(count);
            }
        }
        out.flush();
    }

    private boolean breaks() {
        long at = nextBreak.get();
        if (sent.get() < at || !nextBreak.compareAndSet(at, at + breakEvery)) {
            return false;
        }
        return breaksLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private void waitWhileHeld() throws IOException {
        holding.countDown();
        try {
            while (held) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void answerStacks(HttpExchange exchange, String stateMachineArn) throws IOException {
        byte[] answer = """
                <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
                <Stacks><member><StackName>s</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>
                <CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs><member><OutputKey>StateMachineArn</OutputKey>
                <OutputValue>%s</OutputValue></member></Outputs></member></Stacks>
                </DescribeStacksResult></DescribeStacksResponse>""".formatted(stateMachineArn).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
