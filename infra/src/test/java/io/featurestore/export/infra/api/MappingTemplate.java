package io.featurestore.export.infra.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/// Evaluates a mapping template as API Gateway does, with the variables of
/// docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html.
final class MappingTemplate {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final VelocityEngine VELOCITY = new VelocityEngine();

    private final Map<String, Object> override = new HashMap<>(Map.of("header", new HashMap<String, Object>()));
    private final JsonNode body;
    private final Map<String, String> path;
    private final Map<String, String> query;

    MappingTemplate(JsonNode body, Map<String, String> path, Map<String, String> query) {
        this.body = body;
        this.path = path;
        this.query = query;
    }

    /// `$input`.
    public final class Input {
        public String json(String expression) {
            return at(expression).toString();
        }

        public Object path(String expression) throws JsonProcessingException {
            JsonNode found = at(expression);
            return found.isMissingNode() ? null : MAPPER.treeToValue(found, Object.class);
        }

        public Map<String, Map<String, String>> params() {
            return Map.of("path", path, "querystring", query, "header", Map.of());
        }

        private JsonNode at(String expression) {
            if (!expression.matches("\\$(\\.[A-Za-z_]+)?")) {
                throw new IllegalArgumentException(expression);
            }
            return expression.equals("$") ? body : body.path(expression.substring(2));
        }
    }

    /// `$util`.
    public static final class Util {
        /// Escapes text as commons-lang 2 does: a backslash before quotes, backslashes and slashes, and numbers
        /// for characters outside of ASCII.
        public String escapeJavaScript(String text) {
            StringBuilder escaped = new StringBuilder();
            for (char c : text.toCharArray()) {
                switch (c) {
                    case '\b' -> escaped.append("\\b");
                    case '\n' -> escaped.append("\\n");
                    case '\t' -> escaped.append("\\t");
                    case '\f' -> escaped.append("\\f");
                    case '\r' -> escaped.append("\\r");
                    case '\'', '"', '\\', '/' -> escaped.append('\\').append(c);
                    default -> escaped.append(c < 32 || c > 126 ? String.format("\\u%04X", (int) c) : c);
                }
            }
            return escaped.toString();
        }
    }

    /// Returns the template's text.
    String evaluate(String template) {
        VelocityContext context = new VelocityContext();
        context.put("input", new Input());
        context.put("util", new Util());
        context.put("context", Map.of("responseOverride", override, "path", "/v1/exports"));
        StringWriter out = new StringWriter();
        VELOCITY.evaluate(context, out, "template", template);
        return out.toString();
    }

    /// Returns the template's result parsed as JSON; it fails if the result is not JSON.
    JsonNode json(String template) {
        String text = evaluate(template);
        try {
            return MAPPER.reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    Object status() {
        return override.get("status");
    }

    Object header(String name) {
        return ((Map<?, ?>) override.get("header")).get(name);
    }

    static List<String> hostile() {
        return List.of(
                "\"",
                "'",
                "\\",
                "\\'",
                "\\\\'",
                "\", \"stateMachineArn\": \"arn:evil",
                "'\"}{",
                "$input.body",
                "#set($x = 1)",
                "${util}",
                "#end",
                "\n\r\t\u0000\u2028",
                "</script>",
                "ünïcödé 漢字 😀",
                "\\u0022",
                "%22");
    }
}
