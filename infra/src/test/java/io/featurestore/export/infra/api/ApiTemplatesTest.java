package io.featurestore.export.infra.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ApiTemplatesTest {
    private static final Map<String, String> ARNS =
            Map.of("StateMachineArn", "arn:machine", "AliasArn", "arn:alias", "ExecutionArnPrefix", "arn:execution:");
    private static final JsonMapper MAPPER = new JsonMapper();

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(MappingTemplate.hostile()),
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.strings().withChars("\"'\\{}$#!/,:\n").ofMaxLength(20),
                Arbitraries.of(MappingTemplate.hostile()).list().ofMaxSize(4).map(all -> String.join("", all)));
    }

    @Property
    void aStartHoldsTheBodyAsItIsAndNothingElse(@ForAll("texts") String where, @ForAll("texts") String field)
            throws Exception {
        ObjectNode body = object().put("featureGroupName", "customers")
                .put("where", where)
                .put(field, where);
        JsonNode call = gateway(body, Map.of(), Map.of()).json(ApiOperation.START.requestTemplate(ARNS));
        assertThat(call.properties()).extracting(Map.Entry::getKey).containsExactly("stateMachineArn", "input");
        assertThat(call.path("stateMachineArn").asText()).isEqualTo("arn:alias");
        assertThat(MAPPER.readTree(call.path("input").asText())).isEqualTo(body);
    }

    @Property
    void aNameStaysAName(@ForAll("texts") String name) {
        JsonNode call =
                gateway(object(), Map.of(), Map.of("name", name)).json(ApiOperation.START.requestTemplate(ARNS));
        assertThat(call.path("name").asText("")).isEqualTo(name);
        assertThat(call.path("stateMachineArn").asText()).isEqualTo("arn:alias");
    }

    @Property
    void anIdStaysBelowTheMachine(@ForAll("texts") String id) {
        for (ApiOperation operation : new ApiOperation[] {ApiOperation.DESCRIBE, ApiOperation.STOP}) {
            JsonNode call = gateway(object(), Map.of("id", id), Map.of()).json(operation.requestTemplate(ARNS));
            assertThat(call.path("executionArn").asText()).isEqualTo("arn:execution:" + id);
            assertThat(call).hasSize(operation == ApiOperation.STOP ? 3 : 1);
        }
    }

    @Property
    void aListsParametersStayTexts(@ForAll("texts") String status, @ForAll("texts") String token) {
        JsonNode call = gateway(object(), Map.of(), Map.of("status", status, "nextToken", token))
                .json(ApiOperation.LIST.requestTemplate(ARNS));
        assertThat(call.path("statusFilter").asText("")).isEqualTo(status);
        assertThat(call.path("nextToken").asText("")).isEqualTo(token);
        assertThat(call.path("maxResults").asInt()).isEqualTo(100);
        assertThat(call.path("stateMachineArn").asText()).isEqualTo("arn:machine");
    }

    @Property
    void aCauseStaysAText(@ForAll("texts") String cause) {
        ObjectNode execution = object().put("name", "n")
                .put("status", "FAILED")
                .put("error", "InvalidRequest")
                .put("cause", cause)
                .put("startDate", 1.7e9)
                .put("stopDate", 1.7e9);
        JsonNode answer = gateway(execution, Map.of(), Map.of()).json(ApiOperation.DESCRIBE.answerTemplate());
        assertThat(answer.path("error").asText()).isEqualTo("InvalidRequest");
        assertThat(answer.path("cause").asText()).isEqualTo(cause);
    }

    @Example
    void aStartIsAnsweredWithAPlaceToAsk() {
        MappingTemplate gateway =
                gateway(object().put("executionArn", "arn:aws:states:r:a:execution:m:run-1"), Map.of(), Map.of());
        JsonNode answer = gateway.json(ApiOperation.START.answerTemplate());
        assertThat(answer.path("id").asText()).isEqualTo("run-1");
        assertThat(gateway.header("Location")).isEqualTo("/v1/exports/run-1");
        assertThat(ApiOperation.START.status).isEqualTo("202");
    }

    @Example
    void aSucceededExportShowsItsResult() {
        ObjectNode result = object().put("status", "SUCCEEDED").put("featureGroupName", "it's \"x\" \\ /");
        ObjectNode execution = object().put("name", "n")
                .put("status", "SUCCEEDED")
                .put("output", result.toString())
                .put("startDate", 1)
                .put("stopDate", 2);
        JsonNode answer = gateway(execution, Map.of(), Map.of()).json(ApiOperation.DESCRIBE.answerTemplate());
        assertThat(answer.path("result")).isEqualTo(result);
    }

    @Example
    void aRunningExportHasNoResultYet() {
        ObjectNode execution =
                object().put("name", "n").put("status", "RUNNING").put("startDate", 1);
        JsonNode answer = gateway(execution, Map.of(), Map.of()).json(ApiOperation.DESCRIBE.answerTemplate());
        assertThat(answer.toString()).isEqualTo("{\"id\":\"n\",\"status\":\"RUNNING\",\"startDate\":1}");
    }

    @Example
    void aListNamesItsExports() {
        ObjectNode answer = object().put("nextToken", "a'b\"c");
        answer.putArray("executions")
                .add(object().put("name", "b").put("status", "RUNNING").put("startDate", 2))
                .add(object().put("name", "a")
                        .put("status", "SUCCEEDED")
                        .put("startDate", 1)
                        .put("stopDate", 2));
        JsonNode list = gateway(answer, Map.of(), Map.of()).json(ApiOperation.LIST.answerTemplate());
        assertThat(list.path("exports")).hasSize(2);
        assertThat(list.path("exports").path(1).path("stopDate").asInt()).isEqualTo(2);
        assertThat(list.path("nextToken").asText()).isEqualTo("a'b\"c");
        ObjectNode none = object();
        none.putArray("executions");
        assertThat(gateway(none, Map.of(), Map.of())
                        .json(ApiOperation.LIST.answerTemplate())
                        .toString())
                .isEqualTo("{\"exports\":[]}");
    }

    @Example
    void refusalsHaveACodeOfTheContract() {
        assertRefused("ExecutionDoesNotExist", 404, "InvalidRequest");
        assertRefused("ExecutionAlreadyExists", 409, "InvalidRequest");
        assertRefused("InvalidName", null, "InvalidRequest");
        assertRefused("ThrottlingException", 429, "Internal");
        assertRefused("AccessDeniedException", 500, "AccessDenied");
        assertThat(gateway(object(), Map.of(), Map.of())
                        .json(ApiOperation.failedTemplate())
                        .path("error")
                        .asText())
                .isEqualTo("Internal");
    }

    private static void assertRefused(String type, Object status, String code) {
        MappingTemplate gateway = gateway(
                object().put("__type", "com.amazonaws.swf.service.v2.model#" + type)
                        .put("message", "Invalid Name: 'x\"'"),
                Map.of(),
                Map.of());
        assertThat(gateway.json(ApiOperation.refusedTemplate()).path("error").asText())
                .isEqualTo(code);
        assertThat(gateway.status()).isEqualTo(status);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static MappingTemplate gateway(JsonNode body, Map<String, String> path, Map<String, String> query) {
        return new MappingTemplate(body, path, query);
    }
}
