package io.featurestore.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.http.HttpService;
import io.featurestore.local.http.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Serves GetAccountSettings (docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html). No function
/// has a reserved concurrency here, so the whole quota is unreserved.
public final class LambdaService implements HttpService {
    private static final Pattern PATH = Pattern.compile("/2016-08-19/account-settings/?");

    private final LambdaRuntime runtime;

    /// Creates a service for the functions of a runtime.
    public LambdaService(LambdaRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public boolean accepts(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("GET")
                && PATH.matcher(exchange.getRequestURI().getRawPath()).matches();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("AccountLimit")
                .put("TotalCodeSize", LambdaLimits.TOTAL_CODE_BYTES)
                .put("CodeSizeUnzipped", LambdaLimits.UNZIPPED_BYTES)
                .put("CodeSizeZipped", LambdaLimits.ZIPPED_BYTES)
                .put("ConcurrentExecutions", runtime.quota())
                .put("UnreservedConcurrentExecutions", runtime.quota());
        answer.putObject("AccountUsage").put("TotalCodeSize", 0).put("FunctionCount", runtime.functionCount());
        respond(exchange, 200, answer);
    }

    @Override
    public void renderError(HttpExchange exchange, ServiceException error) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.code());
        respond(exchange, error.status(), JsonNodeFactory.instance.objectNode().put("Message", error.getMessage()));
    }

    private static void respond(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
