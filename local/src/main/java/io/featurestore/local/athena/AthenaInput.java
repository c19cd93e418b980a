package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.http.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Reads members of Athena's requests and creates Athena's errors.
final class AthenaInput {
    private AthenaInput() {}

    static String text(JsonNode input, String member) {
        String text = input.path(member).asText("");
        if (text.isEmpty()) {
            throw invalid(member + " is missing");
        }
        return text;
    }

    /// Returns the requested number of results, which is the maximum if the request does not name one.
    static int pageSize(JsonNode input, int most) {
        int size = input.path("MaxResults").asInt(most);
        if (size < 1 || size > most) {
            throw invalid("MaxResults is more than maximum allowed length " + most + " or less than 1");
        }
        return size;
    }

    /// Returns the position at which the requested page begins: 0, or the position given to [#token].
    static long start(JsonNode input) {
        String token = input.path("NextToken").asText("");
        if (token.isEmpty()) {
            return 0;
        }
        try {
            long start = Long.parseLong(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
            if (start > 0) {
                return start;
            }
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    400, "InvalidRequestException", "NextToken was not issued by this service: " + token);
        }
        throw invalid("NextToken was not issued by this service: " + token);
    }

    static String token(long start) {
        return Base64.getUrlEncoder().encodeToString(Long.toString(start).getBytes(StandardCharsets.US_ASCII));
    }

    static ServiceException invalid(String message) {
        return new ServiceException(400, "InvalidRequestException", message);
    }
}
