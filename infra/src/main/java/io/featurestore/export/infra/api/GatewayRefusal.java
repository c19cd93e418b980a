package io.featurestore.export.infra.api;

/// Lists all responses that API Gateway itself gives, with their status codes, and with the code of the contract
/// that callers see (docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html). The
/// names are those of API Gateway. The two defaults stand for every type that API Gateway may add.
///
/// API Gateway does not use a customised `REQUEST_TOO_LARGE`
/// (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html); it is here for the day when
/// it does.
enum GatewayRefusal {
    ACCESS_DENIED("403", "AccessDenied"),
    API_CONFIGURATION_ERROR("500", "Internal"),
    AUTHORIZER_CONFIGURATION_ERROR("500", "Internal"),
    AUTHORIZER_FAILURE("500", "Internal"),
    BAD_REQUEST_BODY("400", "InvalidRequest", "\"$context.error.validationErrorString\""),
    BAD_REQUEST_PARAMETERS("400", "InvalidRequest"),
    DEFAULT_4XX("4XX", "InvalidRequest"),
    DEFAULT_5XX("5XX", "Internal"),
    EXPIRED_TOKEN("403", "AccessDenied"),
    INTEGRATION_FAILURE("504", "Internal"),
    INTEGRATION_TIMEOUT("504", "Internal"),
    INVALID_API_KEY("403", "AccessDenied"),
    INVALID_SIGNATURE("403", "AccessDenied"),
    MISSING_AUTHENTICATION_TOKEN("403", "AccessDenied"),
    QUOTA_EXCEEDED("429", "Internal"),
    REQUEST_TOO_LARGE("413", "InvalidRequest"),
    RESOURCE_NOT_FOUND("404", "InvalidRequest"),
    THROTTLED("429", "Internal"),
    UNAUTHORIZED("401", "AccessDenied"),
    UNSUPPORTED_MEDIA_TYPE("415", "InvalidRequest"),
    WAF_FILTERED("403", "AccessDenied");

    /// The status code, which stays API Gateway's own; `4XX` or `5XX` for the defaults.
    final String status;

    private final String code;
    private final String cause;

    /// Creates a response whose cause is API Gateway's message. `messageString` is already quoted and escaped.
    GatewayRefusal(String status, String code) {
        this(status, code, "$context.error.messageString");
    }

    /// Creates a response.
    ///
    /// @param cause the JSON text of the cause. `validationErrorString` lists every violation; API Gateway escapes
    ///     its quotation marks, but does not quote it
    GatewayRefusal(String status, String code, String cause) {
        this.status = status;
        this.code = code;
        this.cause = cause;
    }

    /// Returns the template of the body: the form of all error responses of the API. Gateway responses replace
    /// variables only, and are no Velocity templates
    /// (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html).
    String template() {
        return "{\"error\": \"" + code + "\", \"cause\": " + cause + "}";
    }
}
