package io.featurestore.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Answers calls of AWS's JSON protocols, which have the header `X-Amz-Target: <prefix>.<operation>`.
public interface JsonService {
    /// Returns the target prefix, such as `AmazonAthena`, `AWSGlue`, `SageMaker`, `AWSStepFunctions`.
    String targetPrefix();

    /// Returns the content type of answers, `application/x-amz-json-1.1` or `-1.0`.
    String contentType();

    /// Executes one call.
    ///
    /// @throws ServiceException for an error answer, such as `UnknownOperationException` with status 400 for an
    ///     operation that is not served
    JsonNode call(String operation, ObjectNode input);
}
