package io.featurestore.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.lambda.Functions.FunctionError;
import io.featurestore.local.lambda.LambdaRuntime;
import io.featurestore.local.lambda.Trace;
import io.featurestore.local.s3.storage.Buckets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Applies faults to requests.
final class RequestFaults {
    private static final int MAX_JSON_BYTES = 16 << 20;

    private final Faults faults;
    private final LambdaRuntime lambda;
    private final Buckets buckets;
    /// The addresses of clients whose connection has broken. The clients notice it at their next request.
    private final Set<InetSocketAddress> broken = ConcurrentHashMap.newKeySet();

    RequestFaults(Faults faults, LambdaRuntime lambda, Buckets buckets) {
        this.faults = faults;
        this.lambda = lambda;
        this.buckets = buckets;
    }

    HttpExchange intercept(HttpExchange received) throws IOException {
        String requestId = Optional.ofNullable(received.getRequestHeaders().getFirst(Trace.HEADER))
                .flatMap(Trace::requestId)
                .orElse("");
        if (faults.isDead(requestId)) {
            throw new IOException("sent by a function that was killed");
        }
        if (broken.remove(received.getRemoteAddress())) {
            throw new IOException("sent on a broken connection");
        }
        AwsCall call = AwsCall.of(received);
        // The service reports a body that it cannot parse.
        byte[] body = call.isJson() ? received.getRequestBody().readNBytes(MAX_JSON_BYTES) : new byte[0];
        FaultyExchange exchange = new FaultyExchange(
                received, new SequenceInputStream(new ByteArrayInputStream(body), received.getRequestBody()));
        Optional<LambdaRuntime.Running> sender = lambda.running(requestId);
        FaultTarget target = new FaultTarget(
                call.service(),
                call.operation(),
                sender.map(LambdaRuntime.Running::function).orElse(""),
                sender.isPresent() ? requestId : "",
                received.getRequestMethod() + " " + received.getRequestURI() + "\n"
                        + new String(body, UTF_8) + "\n"
                        + sender.map(running -> new String(running.payload(), UTF_8))
                                .orElse(""),
                unfit(received));
        Optional<Faults.Struck> struck = faults.strike(FaultKind.Point.REQUEST, target);
        if (struck.isPresent()) {
            strike(struck.get(), exchange, call, requestId);
        }
        return exchange;
    }

    /// Returns the kinds of faults that are impossible for a request. Content is damaged only where a digest
    /// shows it: a client could not notice it otherwise, and on AWS TLS would.
    private static Set<FaultKind> unfit(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        Set<FaultKind> unfit = EnumSet.noneOf(FaultKind.class);
        if (!headers.containsKey(AwsCall.demand(exchange))) {
            unfit.add(FaultKind.REPLACED_OBJECT);
        }
        if (!headers.containsKey("Content-MD5")) {
            unfit.add(FaultKind.DAMAGED_UPLOAD);
        }
        if (!headers.containsKey("x-amz-checksum-mode")) {
            unfit.add(FaultKind.WRONG_CHECKSUM);
        }
        return unfit;
    }

    private void strike(Faults.Struck struck, FaultyExchange exchange, AwsCall call, String requestId)
            throws IOException {
        Runnable happened = struck.happened();
        switch (struck.kind()) {
            case THROTTLED -> {
                happened.run();
                throw call.throttled();
            }
            case TOO_MANY_REQUESTS -> {
                happened.run();
                throw call.tooMany();
            }
            case INTERNAL_ERROR -> {
                happened.run();
                throw call.broken();
            }
            case DROPPED_BEFORE -> {
                happened.run();
                throw new IOException("dropped on demand");
            }
            case DROPPED_IN_BODY -> exchange.answerBy(new Answers.Dropped(happened));
            case DROPPED_AFTER -> {
                happened.run();
                exchange.answerBy(new Answers.Broken(() -> broken.add(exchange.getRemoteAddress())));
            }
            case ANSWER_LOST -> exchange.answerBy(new Answers.Lost(happened));
            case TRUNCATED -> exchange.answerBy(new Answers.Truncated(happened));
            case SLOWED -> exchange.answerBy(new Answers.Slow(happened));
            case WRONG_CHECKSUM -> exchange.answerBy(new Answers.Damaged(happened));
            case DAMAGED_UPLOAD -> damage(exchange, happened);
            case REPLACED_OBJECT -> replace(exchange, happened);
            case FUNCTION_KILLED -> {
                happened.run();
                faults.kill(requestId, exited(requestId));
                throw new IOException("sent by a function that was just killed");
            }
            case FUNCTION_KILLED_AFTER ->
                exchange.answerBy(new Answers.Lost(() -> {
                    happened.run();
                    faults.kill(requestId, exited(requestId));
                }));
            case FUNCTION_TIMED_OUT -> {
                happened.run();
                faults.kill(
                        requestId,
                        CallFaults.error(
                                "Sandbox.Timedout",
                                "RequestId: " + requestId + " Error: Task timed out after 3.00 seconds"));
                throw new IOException("sent by a function that timed out");
            }
            default -> throw new IllegalStateException(struck.kind() + " is not a fault of a request");
        }
    }

    /// Returns the error that Step Functions receives from a sandbox that died, for example because it had too
    /// little memory.
    private static FunctionError exited(String requestId) {
        return CallFaults.error(
                "Runtime.ExitError", "RequestId: " + requestId + " Error: Runtime exited with error: signal: killed");
    }

    private static void damage(FaultyExchange exchange, Runnable happened) throws IOException {
        InputStream body = exchange.getRequestBody();
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        if (isFramed(exchange)) {
            for (int b = body.read(); b >= 0; b = body.read()) {
                first.write(b);
                if (b == '\n') {
                    break;
                }
            }
        }
        int b = body.read();
        if (b >= 0) {
            first.write(b ^ 1);
            happened.run();
        }
        exchange.read(new SequenceInputStream(new ByteArrayInputStream(first.toByteArray()), body));
    }

    /// Returns whether the SDK sends the body in chunks, each after a line of its own. Only the content must be
    /// damaged, not these lines.
    private static boolean isFramed(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))
                .filter(digest -> digest.startsWith("STREAMING-"))
                .isPresent();
    }

    private void replace(FaultyExchange exchange, Runnable happened) throws IOException {
        String path = Objects.requireNonNullElse(
                exchange.getRequestHeaders().getFirst("x-amz-copy-source"),
                Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), ""));
        String[] names = URLDecoder.decode(path.replaceFirst("^/", "").replace("+", "%2B"), UTF_8)
                .split("/", 2);
        Optional<Path> file = names.length == 2 ? buckets.file(names[0], names[1]) : Optional.empty();
        if (file.isPresent()) {
            byte[] content = Files.readAllBytes(file.get());
            byte[] other = Arrays.copyOf(content, content.length + 1);
            other[content.length] = '\n';
            buckets.put(names[0], names[1], new ByteArrayInputStream(other), "application/octet-stream");
            happened.run();
        }
    }
}
