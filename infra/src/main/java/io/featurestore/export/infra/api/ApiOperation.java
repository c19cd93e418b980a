package io.featurestore.export.infra.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Lists the operations of the API. Each one calls Step Functions directly, without a Lambda function.
enum ApiOperation {
    START(
            "POST",
            "/exports",
            "StartExecution",
            "start",
            "start-answer",
            "202",
            List.of("name"),
            "Start an export. The answer's Location says where to ask for it."),
    LIST(
            "GET",
            "/exports",
            "ListExecutions",
            "list",
            "list-answer",
            "200",
            List.of("status", "nextToken"),
            "List exports, the newest first."),
    DESCRIBE(
            "GET",
            "/exports/{id}",
            "DescribeExecution",
            "describe",
            "describe-answer",
            "200",
            List.of(),
            "How an export does: its result, or why it failed."),
    STOP(
            "DELETE",
            "/exports/{id}",
            "StopExecution",
            "stop",
            "stop-answer",
            "200",
            List.of(),
            "Stop an export; what it left is removed.");

    /// HTTP status codes of errors: wrong request, unknown export, name in use, too many calls, internal error.
    static final List<String> REFUSALS = List.of("400", "404", "409", "429", "500");

    final String method;
    final String path;
    final String action;
    final String status;
    final List<String> query;
    final String summary;
    private final String request;
    private final String answer;

    ApiOperation(
            String method,
            String path,
            String action,
            String request,
            String answer,
            String status,
            List<String> query,
            String summary) {
        this.method = method;
        this.path = path;
        this.action = action;
        this.request = request;
        this.answer = answer;
        this.status = status;
        this.query = query;
        this.summary = summary;
    }

    boolean hasBody() {
        return this == START;
    }

    /// Returns the mapping template from the caller's request to the service's request.
    String requestTemplate(Map<String, String> arns) {
        return template(request, arns);
    }

    /// Returns the mapping template from the service's response to the API's response.
    String answerTemplate() {
        return template(answer, Map.of());
    }

    /// Returns the mapping template from an error of the service to an error of the API.
    static String refusedTemplate() {
        return template("refused", Map.of());
    }

    static String failedTemplate() {
        return template("failed", Map.of());
    }

    private static String template(String name, Map<String, String> arns) {
        String file = name + ".vtl";
        try (InputStream in = ApiOperation.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> arn : arns.entrySet()) {
                text = text.replace("@{" + arn.getKey() + "}", arn.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
