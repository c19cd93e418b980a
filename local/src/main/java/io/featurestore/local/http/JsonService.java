package io.featurestore.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A service of AWS's JSON protocols, called by {@code X-Amz-Target: <prefix>.<operation>}. */
public interface JsonService {
    /** Returns the target prefix, such as {@code AmazonAthena}, {@code AWSGlue}, {@code SageMaker}, {@code AWSStepFunctions}. */
    String targetPrefix();

    /** Returns the content type of answers, {@code application/x-amz-json-1.1} or {@code -1.0}. */
    String contentType();

    /**
     * Carries out one call.
     *
     * @throws ServiceException for an error answer; {@code 400 UnknownOperationException} for an operation not served
     */
    JsonNode call(String operation, ObjectNode input);
}
