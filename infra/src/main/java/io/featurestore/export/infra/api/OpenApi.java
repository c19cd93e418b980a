package io.featurestore.export.infra.api;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Describes the API as an OpenAPI 3.1 document, from the same operations and request schema as the API itself.
public final class OpenApi {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String JSON = "application/json";
    private static final String SECURITY = "caller";

    private OpenApi() {}

    /// Writes the document to `file`, and replaces the file if it exists.
    public static void write(Path file, Settings.HttpApi settings, String requestSchema) {
        try {
            Files.writeString(file, MAPPER.writeValueAsString(document(settings, requestSchema)) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the document of the API with these settings.
    public static ObjectNode document(Settings.HttpApi settings, String requestSchema) throws IOException {
        ObjectNode document = MAPPER.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", "Feature store export").put("version", "1");
        ObjectNode paths = document.putObject("paths");
        for (ApiOperation operation : ApiOperation.values()) {
            ObjectNode path = paths.withObjectProperty(operation.path);
            operation(path.putObject(operation.method.toLowerCase(Locale.ROOT)), operation);
        }
        ObjectNode components = document.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        schemas.set("ExportRequest", MAPPER.readTree(requestSchema));
        schemas.set("Refusal", refusal());
        components.putObject("securitySchemes").set(SECURITY, security(settings.authorization()));
        document.putArray("security").addObject().putArray(SECURITY);
        return document;
    }

    private static void operation(ObjectNode node, ApiOperation operation) {
        node.put("operationId", operation.action).put("summary", operation.summary);
        ArrayNode parameters = node.putArray("parameters");
        if (operation.path.endsWith("{id}")) {
            parameter(parameters, "id", "path").put("required", true);
        }
        operation.query.forEach(name -> parameter(parameters, name, "query"));
        if (operation.hasBody()) {
            node.putObject("requestBody").put("required", true).set("content", content("ExportRequest"));
        }
        ObjectNode responses = node.putObject("responses");
        ObjectNode done = responses.putObject(operation.status).put("description", operation.summary);
        if (operation == ApiOperation.START) {
            done.putObject("headers").putObject("Location").putObject("schema").put("type", "string");
        }
        for (String status : statuses()) {
            responses.putObject(status).put("description", "Refused").set("content", content("Refusal"));
        }
    }

    /// Returns the status codes of errors, of the operations and of API Gateway itself.
    private static Set<String> statuses() {
        Set<String> statuses = new TreeSet<>(ApiOperation.REFUSALS);
        for (GatewayRefusal refusal : GatewayRefusal.values()) {
            statuses.add(refusal.status);
        }
        return statuses;
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static ObjectNode content(String schema) {
        ObjectNode content = MAPPER.createObjectNode();
        content.putObject(JSON).putObject("schema").put("$ref", "#/components/schemas/" + schema);
        return content;
    }

    private static ObjectNode refusal() {
        ObjectNode refusal = MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = refusal.putObject("properties");
        properties.putObject("error").put("type", "string").put("description", "A code of the contract");
        properties.putObject("cause").put("type", "string").put("description", "A sentence for a person");
        refusal.putArray("required").add("error").add("cause");
        return refusal;
    }

    private static ObjectNode security(Settings.Authorization authorization) {
        ObjectNode scheme = MAPPER.createObjectNode().put("type", "apiKey").put("in", "header");
        return switch (authorization) {
            case IAM -> scheme.put("name", "Authorization").put("x-amazon-apigateway-authtype", "awsSigv4");
            case COGNITO ->
                scheme.put("name", "Authorization").put("x-amazon-apigateway-authtype", "cognito_user_pools");
            case API_KEY -> scheme.put("name", "x-api-key");
        };
    }
}
