package io.featurestore.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads and checks the parameters of one call.
record Request(ObjectNode input) {
    /// The names that are allowed:
    /// docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html.
    private static final Pattern NAME =
            Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF\\x{10FFFF}]{1,80}");

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static ServiceException invalid(String message) {
        return new ServiceException(400, "ValidationException", message);
    }

    Optional<String> text(String field) {
        JsonNode value = input.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new ServiceException(400, "SerializationException", "'" + field + "' must be a string");
        }
        return Optional.of(value.textValue());
    }

    String required(String field) {
        return text(field)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> invalid("1 validation error detected: Value at '" + field
                        + "' failed to satisfy constraint: Member must not be null"));
    }

    /// Returns a text that may be missing and has at most `most` characters.
    Optional<String> text(String field, int most) {
        Optional<String> text = text(field);
        if (text.filter(value -> value.length() > most).isPresent()) {
            throw invalid("1 validation error detected: Value at '" + field
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + most);
        }
        return text;
    }

    String name(String field) {
        return checkedName(required(field));
    }

    static String checkedName(String name) {
        if (!isName(name)) {
            throw new ServiceException(400, "InvalidName", "Invalid Name: '" + name + "'");
        }
        return name;
    }

    boolean flag(String field, boolean otherwise) {
        return input.path(field).asBoolean(otherwise);
    }

    /// Returns an answer with one page of a list, and the token of the next page if there is one.
    ObjectNode page(String array, List<? extends JsonNode> all) {
        int size = input.path("maxResults").asInt(0);
        if (size < 0 || size > StatesLimits.PAGE) {
            throw invalid("maxResults must be 0 to " + StatesLimits.PAGE);
        }
        int start = text("nextToken").map(token -> offset(token, all.size())).orElse(0);
        int end = Math.min(all.size(), start + (size == 0 ? StatesLimits.DEFAULT_PAGE : size));
        ObjectNode answer = Json.object();
        answer.putArray(array).addAll(all.subList(start, end));
        if (end < all.size()) {
            answer.put("nextToken", Integer.toString(end));
        }
        return answer;
    }

    private static int offset(String token, int size) {
        if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > size) {
            throw new ServiceException(400, "InvalidToken", "Invalid Token: '" + token + "'");
        }
        return Integer.parseInt(token);
    }
}
