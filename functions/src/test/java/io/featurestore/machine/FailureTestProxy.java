package io.featurestore.machine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A proxy between the functions and the embedded services. It counts calls, answers chosen calls with an error
/// in the form of AWS, and runs actions before others. All other calls pass through unchanged. Step Functions and
/// Lambda are not behind it.
final class FailureTestProxy implements AutoCloseable {
    private static final Pattern QUERY_ID = Pattern.compile("\"QueryExecutionId\"\\s*:\\s*\"([^\"]+)\"");
    /// The headers that the client sets itself, or that belong to one connection.
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade", "http2-settings");

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> queries = new ConcurrentHashMap<>();
    /// The ids of the queries, in the order in which they were started.
    private final List<String> started = new CopyOnWriteArrayList<>();

    /// Describes a call of a function.
    ///
    /// @param action the operation, such as `s3:PutObject` or `glue:GetTable`
    /// @param about its path and body; for a call with a query's id also the parameters that the query was
    ///     started with
    record Call(String action, String about) {}

    /// Describes an error answer of AWS.
    ///
    /// @param status the HTTP status
    /// @param code the service's code
    /// @param message its message
    record Fault(int status, String code, String message) {
        static final Fault SLOW_DOWN = new Fault(503, "SlowDown", "Please reduce your request rate.");
        static final Fault THROTTLED = new Fault(400, "ThrottlingException", "Rate exceeded");
        static final Fault BROKEN =
                new Fault(500, "InternalError", "We encountered an internal error. Please try again.");
        /// The answer breaks off in the middle.
        static final Fault CUT = new Fault(200, "", "");
        /// The call takes effect, but its answer is lost.
        static final Fault LOST = new Fault(500, "InternalError", "The answer is lost.");
        static final Fault S3_DENIED = new Fault(403, "AccessDenied", "Access Denied");

        static Fault denied(String action) {
            return new Fault(
                    400,
                    "AccessDeniedException",
                    "User: arn:aws:sts::000000000000:assumed-role/export/f is not "
                            + "authorized to perform: " + action
                            + " because no identity-based policy allows the action");
        }
    }

    /// Decides what to do with a call before it is forwarded.
    @FunctionalInterface
    interface Act {
        /// Returns the error to answer with; empty to forward the call.
        Optional<Fault> on(Call call) throws IOException;
    }

    private record Rule(Predicate<Call> when, AtomicInteger left, Act act) {}

    private FailureTestProxy(URI target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    static FailureTestProxy start(URI target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FailureTestProxy proxy = new FailureTestProxy(target, server);
        server.createContext("/", proxy::handle);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Answers the first `times` matching calls with an error.
    void fail(String action, String about, int times, Fault fault) {
        rules.add(new Rule(matching(action, about), new AtomicInteger(times), _ -> Optional.of(fault)));
    }

    /// Runs an action before the first matching call is forwarded.
    void before(String action, String about, Act act) {
        rules.add(new Rule(matching(action, about), new AtomicInteger(1), act));
    }

    /// Returns the number of matching calls, with refused ones.
    long count(String action, String about) {
        return calls.stream().filter(matching(action, about)).count();
    }

    /// Returns the id of the query that was started first for an execution. The one that only counts starts later.
    Optional<String> query(String execution) {
        return started.stream()
                .filter(id -> queries.getOrDefault(id, "").contains("/" + execution + "/"))
                .findFirst();
    }

    private static Predicate<Call> matching(String action, String about) {
        return call -> call.action().equals(action) && call.about().contains(about);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Call call = call(exchange, body);
            calls.add(call);
            for (Rule rule : rules) {
                if (rule.when().test(call) && rule.left().getAndDecrement() > 0) {
                    Optional<Fault> fault = rule.act().on(call);
                    if (fault.isPresent() && fault.get() == Fault.CUT) {
                        cut(exchange, body);
                        return;
                    }
                    if (fault.isPresent() && fault.get() == Fault.LOST) {
                        answer(exchange, body);
                        exchange.getResponseHeaders().clear();
                    }
                    if (fault.isPresent()) {
                        refuse(exchange, call, fault.get());
                        return;
                    }
                }
            }
            handOn(exchange, call, body);
        }
    }

    private Call call(HttpExchange exchange, byte[] body) {
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String path = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        if (operation == null) {
            return new Call("s3:" + s3Operation(exchange), path);
        }
        String text = new String(body, StandardCharsets.UTF_8);
        Matcher id = QUERY_ID.matcher(text);
        String service = operation.substring(0, operation.indexOf('.')).replaceFirst("^(Amazon|AWS)", "");
        return new Call(
                service.toLowerCase(Locale.ROOT) + ":" + operation.substring(operation.indexOf('.') + 1),
                text + (id.find() ? queries.getOrDefault(id.group(1), "") : ""));
    }

    private static String s3Operation(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        boolean copy = exchange.getRequestHeaders().containsKey("x-amz-copy-source");
        return switch (exchange.getRequestMethod()) {
            case "GET" -> query.contains("list-type") ? "ListObjectsV2" : "GetObject";
            case "HEAD" -> "HeadObject";
            case "PUT" ->
                (query.contains("uploadId") ? "UploadPart" : copy ? "Copy" : "Put")
                        + (query.contains("uploadId") ? copy ? "Copy" : "" : "Object");
            case "POST" ->
                query.contains("uploadId")
                        ? "CompleteMultipartUpload"
                        : query.contains("delete") ? "DeleteObjects" : "CreateMultipartUpload";
            case "DELETE" -> query.contains("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
            default -> exchange.getRequestMethod();
        };
    }

    private static void refuse(HttpExchange exchange, Call call, Fault fault) throws IOException {
        boolean s3 = call.action().startsWith("s3:");
        byte[] answer = (s3
                        ? "<Error><Code>" + fault.code() + "</Code><Message>" + fault.message() + "</Message></Error>"
                        : "{\"__type\":\"" + fault.code() + "\",\"message\":\"" + fault.message() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", s3 ? "application/xml" : "application/x-amz-json-1.1");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(fault.status(), head ? -1 : answer.length);
        if (!head) {
            exchange.getResponseBody().write(answer);
        }
    }

    private void cut(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<byte[]> response = answer(exchange, body);
        exchange.sendResponseHeaders(response.statusCode(), response.body().length);
        exchange.getResponseBody().write(response.body(), 0, response.body().length / 2);
    }

    private void handOn(HttpExchange exchange, Call call, byte[] body) throws IOException {
        HttpResponse<byte[]> response = answer(exchange, body);
        if (call.action().equals("athena:StartQueryExecution")) {
            Matcher id = QUERY_ID.matcher(new String(response.body(), StandardCharsets.UTF_8));
            if (id.find()) {
                queries.put(id.group(1), call.about());
                started.add(id.group(1));
            }
        }
        boolean empty = exchange.getRequestMethod().equals("HEAD") || response.body().length == 0;
        exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : response.body().length);
        if (!empty) {
            exchange.getResponseBody().write(response.body());
        }
    }

    /// Returns the body of the service's answer. Its headers are already set on the exchange.
    private HttpResponse<byte[]> answer(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response = sent(request.build());
        response.headers().map().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("transfer-encoding") && !name.equalsIgnoreCase("connection")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        return response;
    }

    private HttpResponse<byte[]> sent(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        client.close();
    }
}
