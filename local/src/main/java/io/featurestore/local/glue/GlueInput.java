package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/// Reads the members of requests, and builds the errors and pages of Glue.
final class GlueInput {
    private static final int MAX_NAME = 255;
    /// The most databases or tables of one answer: docs.aws.amazon.com/glue/latest/webapi/API_GetTables.html.
    static final int PAGE = 100;
    /// The most partitions of one answer: docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html.
    static final int PARTITIONS_PAGE = 1000;
    /// The most partitions of one call: docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html.
    static final int BATCH = 100;
    /// The most partitions of one call: docs.aws.amazon.com/glue/latest/webapi/API_BatchDeletePartition.html.
    static final int DELETED = 25;
    private static final int USUAL_PAGE = 100;

    private GlueInput() {}

    /// Returns a name in lower case. It has 1 to 255 characters and no control character.
    static String name(JsonNode input, String member) {
        String name = input.path(member).asText("");
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ')) {
            throw invalid(member + " must be a name of 1 to " + MAX_NAME + " characters");
        }
        return TableJson.name(name);
    }

    static ObjectNode object(JsonNode input, String member) {
        if (input.get(member) instanceof ObjectNode object) {
            return object;
        }
        throw invalid(member + " is missing");
    }

    /// Returns the elements of a list of objects.
    ///
    /// @param most the largest number of elements that the call takes
    static List<JsonNode> list(JsonNode input, String member, int most) {
        List<JsonNode> list = new ArrayList<>();
        input.path(member).forEach(list::add);
        if (list.size() > most || !list.stream().allMatch(JsonNode::isObject)) {
            throw invalid(member + " must be a list of 0 to " + most + " objects");
        }
        return list;
    }

    /// Returns `{<member>: […], "NextToken": …}` with one page of a list.
    ///
    /// @param most the largest `MaxResults` that the call takes
    static ObjectNode page(JsonNode input, String member, List<? extends JsonNode> all, int most) {
        return page(input, member, all, most, node -> node);
    }

    /// Returns one page of a list whose elements are converted to JSON.
    static <T> ObjectNode page(
            JsonNode input, String member, List<T> all, int most, Function<? super T, ? extends JsonNode> json) {
        int size = input.path("MaxResults").asInt(USUAL_PAGE);
        if (size < 1 || size > most) {
            throw invalid("MaxResults must be 1 to " + most);
        }
        int start = start(input.path("NextToken").asText(""), all.size());
        int end = Math.min(all.size(), start + size);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray(member)
                .addAll(all.subList(start, end).stream().<JsonNode>map(json).toList());
        if (end < all.size()) {
            byte[] token = Integer.toString(end).getBytes(StandardCharsets.US_ASCII);
            answer.put("NextToken", Base64.getUrlEncoder().encodeToString(token));
        }
        return answer;
    }

    private static int start(String token, int size) {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            int start = Integer.parseInt(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
            if (start >= 0) {
                return Math.min(start, size);
            }
        } catch (IllegalArgumentException e) {
            throw new ServiceException(400, "InvalidInputException", "NextToken is not one of ours: " + token);
        }
        throw invalid("NextToken is not one of ours: " + token);
    }

    static ServiceException invalid(String message) {
        return new ServiceException(400, "InvalidInputException", message);
    }

    static ServiceException notFound(String message) {
        return new ServiceException(400, "EntityNotFoundException", message);
    }

    static ServiceException alreadyExists(String message) {
        return new ServiceException(400, "AlreadyExistsException", message);
    }
}
