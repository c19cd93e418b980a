package io.featurestore.export.infra.api;

import java.util.Map;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;

/// Defines the responses of API Gateway itself. They have the form of all error responses: a code of the contract
/// and a sentence. API Gateway quotes and escapes `messageString`, which contains nothing that the caller sent.
final class ApiResponses {
    private ApiResponses() {}

    static void addTo(RestApi api) {
        add(api, "BadBody", ResponseType.BAD_REQUEST_BODY, "InvalidRequest");
        add(api, "BadParameters", ResponseType.BAD_REQUEST_PARAMETERS, "InvalidRequest");
        add(api, "UnsupportedType", ResponseType.UNSUPPORTED_MEDIA_TYPE, "InvalidRequest");
        add(api, "Unauthorized", ResponseType.UNAUTHORIZED, "AccessDenied");
        add(api, "Denied", ResponseType.ACCESS_DENIED, "AccessDenied");
        add(api, "Fault", ResponseType.DEFAULT_5_XX, "Internal");
    }

    private static void add(RestApi api, String id, ResponseType type, String code) {
        api.addGatewayResponse(
                id,
                GatewayResponseOptions.builder()
                        .type(type)
                        .templates(Map.of(
                                "application/json",
                                "{\"error\": \"" + code + "\", \"cause\": $context.error.messageString}"))
                        .build());
    }
}
