package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.sagemaker.Constraints;
import io.featurestore.local.sagemaker.FeatureGroup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Checks a record before it is put: first the constraints of the service's model, then the definitions of the
/// feature group. The message about a number is the service's own; the others have the same form.
final class RecordRules {
    /// The model's length of a value, in characters (API_feature_store_FeatureValue.html).
    static final Constraints.Text VALUE = Constraints.Text.of(0, 358_400);
    static final Constraints.Text FEATURE_NAME = Constraints.Text.like(1, 64, "[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63}");
    private static final int MAX_LIST = 358_400;
    /// Bytes of a record, names and values (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-quotas.html).
    private static final int MAX_RECORD_BYTES = 350 * 1024;
    /// Bytes of a record identifier (the same page).
    private static final int MAX_IDENTIFIER_BYTES = 2 * 1024;
    private static final Map<String, String> RANGES = Map.of(
            "Fractional",
            "The provided value must be within the range of a double precision floating point number defined by the "
                    + "IEEE 754 standard. The input format can be in either decimal form or scientific notation.",
            "Integral",
            "The provided value must be a whole number within the range of a 64-bit signed integer.");

    private RecordRules() {}

    /// Checks a record.
    ///
    /// @param record the list of feature values, as sent
    /// @throws ServiceException `ValidationError`
    static CheckedRecord check(FeatureGroup group, JsonNode record) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        int bytes = 0;
        for (JsonNode featureValue : record) {
            String name = featureValue.path("FeatureName").asText();
            FeatureGroup.Feature feature = group.feature(name)
                    .orElseThrow(() -> Errors.invalid("The feature named [" + name
                            + "] is not one of the feature definitions of the FeatureGroup [" + group.name() + "]."));
            JsonNode value = value(feature, featureValue);
            if (values.put(name, value) != null) {
                throw Errors.invalid("The feature named [" + name + "] is there more than once in the record.");
            }
            bytes += size(name) + size(value);
        }
        if (bytes > MAX_RECORD_BYTES) {
            throw Errors.invalid("The record has " + bytes + " bytes, more than " + MAX_RECORD_BYTES + ".");
        }
        String identifier = key(group.recordIdentifier(), "RecordIdentifier", values);
        checkIdentifier(group, identifier);
        String eventTime = key(group.eventTime(), "EventTime", values);
        return new CheckedRecord(identifier, eventTime(group, eventTime), values);
    }

    /// Checks a record's form against the model; `path` is where it stands in the request.
    static void checkModel(Constraints constraints, JsonNode parent, String path) {
        constraints.required(parent, path, "Record");
        String list = path.isEmpty() ? "record" : path + ".record";
        int number = 0;
        for (JsonNode value : constraints.list(parent, path, "Record", 1, Integer.MAX_VALUE)) {
            number++;
            String member = list + "." + number + ".member";
            constraints.requiredText(value, member, "FeatureName", FEATURE_NAME);
            constraints.text(value, member, "ValueAsString", VALUE);
            for (JsonNode element : constraints.list(value, member, "ValueAsStringList", 0, MAX_LIST)) {
                if (!element.isTextual()) {
                    throw new ServiceException(
                            400, "SerializationException", member + ".valueAsStringList holds what is not a string");
                }
                constraints.check(element.textValue(), member + ".valueAsStringList.member", VALUE);
            }
        }
    }

    /// Checks a record identifier's size.
    static void checkIdentifier(FeatureGroup group, String identifier) {
        if (identifier.isEmpty()) {
            throw Errors.invalid(
                    "The value of the RecordIdentifier feature [" + group.recordIdentifier() + "] must not be empty.");
        }
        int bytes = identifier.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_IDENTIFIER_BYTES) {
            throw Errors.invalid("The value of the RecordIdentifier feature [" + group.recordIdentifier() + "] has "
                    + bytes + " bytes, more than " + MAX_IDENTIFIER_BYTES + ".");
        }
    }

    /// Reads an event time of the group.
    static Instant eventTime(FeatureGroup group, String text) {
        String type = group.feature(group.eventTime()).orElseThrow().type();
        return EventTimes.parse(text, type)
                .orElseThrow(() -> Errors.invalid("The value [" + brief(text) + "] of the EventTime feature ["
                        + group.eventTime() + "] of type " + type + " must be "
                        + (type.equals("Fractional")
                                ? "a Unix timestamp in seconds."
                                : "an ISO-8601 string of the format yyyy-MM-dd'T'HH:mm:ssZ or "
                                        + "yyyy-MM-dd'T'HH:mm:ss.SSSZ.")));
    }

    private static JsonNode value(FeatureGroup.Feature feature, JsonNode featureValue) {
        boolean single = featureValue.hasNonNull("ValueAsString");
        boolean list = featureValue.hasNonNull("ValueAsStringList");
        if (single == list) {
            throw Errors.invalid(
                    single
                            ? "The feature named [" + feature.name()
                                    + "] has both a ValueAsString and a ValueAsStringList."
                            : "The feature named [" + feature.name()
                                    + "] has a null value; leave the feature out instead.");
        }
        if (list != feature.collection().isPresent()) {
            throw Errors.invalid("The feature named [" + feature.name() + "] needs a "
                    + (list ? "ValueAsString: it is no collection." : "ValueAsStringList: it is a collection."));
        }
        if (single) {
            checkType(feature, featureValue.path("ValueAsString").textValue());
            return featureValue.path("ValueAsString");
        }
        checkList(feature, featureValue.path("ValueAsStringList"));
        return featureValue.path("ValueAsStringList");
    }

    private static void checkList(FeatureGroup.Feature feature, JsonNode list) {
        Set<String> seen = new HashSet<>();
        for (JsonNode element : list) {
            checkType(feature, element.textValue());
            if (!seen.add(element.textValue())
                    && feature.collection().orElseThrow().equals("Set")) {
                throw Errors.invalid("The feature named [" + feature.name() + "] is a Set; the value ["
                        + brief(element.textValue()) + "] is there more than once.");
            }
        }
        feature.dimension().ifPresent(dimension -> {
            if (list.size() != dimension) {
                throw Errors.invalid("The feature named [" + feature.name() + "] is a Vector of " + dimension
                        + " elements, not " + list.size() + ".");
            }
        });
    }

    private static void checkType(FeatureGroup.Feature feature, String value) {
        boolean fits =
                switch (feature.type()) {
                    case "Integral" -> Numbers.integral(value).isPresent();
                    case "Fractional" -> Numbers.fractional(value).isPresent();
                    default -> true;
                };
        if (!fits) {
            throw Errors.invalid("Attempted to parse the feature value for the feature named [" + feature.name()
                    + "] into a FeatureValue of type " + feature.type() + ". " + RANGES.get(feature.type()));
        }
    }

    private static String key(String feature, String role, Map<String, JsonNode> values) {
        JsonNode value = values.get(feature);
        if (value == null) {
            throw Errors.invalid("The " + role + " feature [" + feature + "] is missing in the record.");
        }
        return value.textValue();
    }

    private static int size(JsonNode value) {
        if (value.isTextual()) {
            return size(value.textValue());
        }
        int bytes = 0;
        for (JsonNode element : value) {
            bytes += size(element.textValue());
        }
        return bytes;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String brief(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "…";
    }
}
