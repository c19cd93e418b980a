package io.featurestore.local.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Listens on the single port of the embedded services. The port is on `127.0.0.1` only. A request must name a
/// loopback host: `127.0.0.1`, `localhost`, `[::1]` or `<bucket>.localhost`, with any port. A request sent by a
/// web page of another origin is refused.
///
/// A request with `X-Amz-Target` goes to the [JsonService] with that prefix. Any other request goes to the first
/// [HttpService] that accepts it. Each request runs on its own virtual thread.
public final class Front implements AutoCloseable {
    static {
        // The JDK's server reads these once, when its first class is loaded. Without the first, an answer of several
        // segments waits 40 ms for the client's delayed acknowledgement. The second is longer than the idle time of the
        // SDKs' connection pools, so that they never use a connection that the server is closing.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
    }

    private static final int BACKLOG = 1024;
    private static final int STOP_SECONDS = 1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Router router;
    private final URI endpoint;

    private Front(HttpServer server) {
        this.server = server;
        this.endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        this.router = new Router(endpoint.getPort());
        server.setExecutor(threads);
        server.createContext("/", router);
    }

    /// Takes a port, so that the endpoint is known. Requests are not answered before [#start].
    ///
    /// @param port 1 to 65535, or 0 for any free port
    /// @throws IOException if the port is taken
    public static Front bind(int port) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            return new Front(HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG));
        } catch (IOException e) {
            throw new IOException("Cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /// Returns `http://127.0.0.1:<port>`.
    public URI endpoint() {
        return endpoint;
    }

    /// Adds a service with a JSON protocol. Its target prefix must be new. Returns this front.
    public Front register(JsonService service) {
        router.add(service);
        return this;
    }

    /// Adds a service with a protocol of its own. Services are asked in the order in which they were added.
    /// Returns this front.
    public Front register(HttpService service) {
        router.add(service);
        return this;
    }

    /// Sets the interceptor of the requests. Returns this front.
    public Front intercept(RequestInterceptor interceptor) {
        router.intercept(interceptor);
        return this;
    }

    /// Starts to answer requests.
    public void start() {
        server.start();
    }

    /// Stops accepting requests, waits up to one second for the running ones, and frees the port.
    @Override
    public void close() {
        // The server's own grace period is not used, because it may last to its end although nothing runs.
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }
}
