package io.featurestore.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers calls of AWS's JSON protocols, which have the header {@code X-Amz-Target: <prefix>.<operation>}. */
public interface JsonService {
    /** Returns the target prefix, such as {@code AmazonAthena}, {@code AWSGlue}, {@code SageMaker}, {@code AWSStepFunctions}. */
    String targetPrefix();

    /** Returns the content type of answers, {@code application/x-amz-json-1.1} or {@code -1.0}. */
    String contentType();

    /**
     * Executes one call.
     *
     * @throws ServiceException for an error answer, such as {@code UnknownOperationException} with status 400 for an
     *        operation that is not served
     */
    JsonNode call(String operation, ObjectNode input);
}
