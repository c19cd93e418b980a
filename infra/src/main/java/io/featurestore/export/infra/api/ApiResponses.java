package io.featurestore.export.infra.api;

import java.util.Map;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;

/// Gives the responses of API Gateway itself the form of all error responses: a code of the contract and a cause.
final class ApiResponses {
    private ApiResponses() {}

    static void addTo(RestApi api) {
        for (GatewayRefusal refusal : GatewayRefusal.values()) {
            api.addGatewayResponse(
                    refusal.name(),
                    GatewayResponseOptions.builder()
                            .type(ResponseType.of(refusal.name()))
                            .templates(Map.of("application/json", refusal.template()))
                            .build());
        }
    }
}
