package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.sagemaker.Constraints;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.FeatureGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The runtime's calls, from their JSON to their JSON.
final class Operations {
    private static final Constraints.Text GROUP = Constraints.Text.like(
            1,
            150,
            "(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:feature-group/)?([a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63})");
    private static final Constraints.Text STORE = Constraints.Text.oneOf("OnlineStore", "OfflineStore");
    private static final Constraints.Text UNIT = Constraints.Text.oneOf("Seconds", "Minutes", "Hours", "Days", "Weeks");
    /// Groups, identifiers of one group, and records of one BatchGetRecord
    /// (API_feature_store_BatchGetRecord.html).
    private static final int MAX_BATCH_GET = 100;
    /// Entries of one BatchWriteRecord (API_feature_store_BatchWriteRecord.html).
    private static final int MAX_BATCH_WRITE = 25;

    private final FeatureGroups groups;
    private final Records records;

    Operations(FeatureGroups groups, Records records) {
        this.groups = groups;
        this.records = records;
    }

    /// Carries out a call. Empty where the answer has no body.
    Optional<JsonNode> call(RuntimeCall call) {
        return switch (call.operation()) {
            case "PUT /FeatureGroup" -> {
                put(call.group(), call.body(), JsonNodeFactory.instance.objectNode());
                yield Optional.empty();
            }
            case "DELETE /FeatureGroup" -> {
                delete(call);
                yield Optional.empty();
            }
            case "GET /FeatureGroup" -> Optional.of(get(call));
            case "POST /BatchGetRecord" -> Optional.of(batchGet(call.body()));
            case "POST /BatchWriteRecord" -> Optional.of(batchWrite(call.body()));
            default ->
                throw new ServiceException(
                        404, "UnknownOperationException", "The feature store runtime has no " + call.operation());
        };
    }

    private void put(String name, JsonNode entry, JsonNode defaults) {
        Constraints constraints = new Constraints(Errors.VALIDATION);
        constraints.check(name, "featureGroupName", GROUP);
        RecordRules.checkModel(constraints, entry, "");
        List<String> targets = targets(constraints, entry);
        checkTimeToLive(constraints, entry);
        constraints.check();
        FeatureGroup group = group(name, 400, Errors.VALIDATION);
        Optional<Duration> timeToLive = FeatureGroup.timeToLive(entry.path("TtlDuration"))
                .or(() -> FeatureGroup.timeToLive(defaults.path("TtlDuration")));
        records.put(group, entry.path("Record"), Records.Stores.of(group, targets), timeToLive);
    }

    private void delete(RuntimeCall call) {
        String identifier = call.required("RecordIdentifierValueAsString");
        String eventTime = call.required("EventTime");
        Constraints constraints = new Constraints(Errors.VALIDATION);
        constraints.check(call.group(), "featureGroupName", GROUP);
        constraints.check(identifier, "recordIdentifierValueAsString", RecordRules.VALUE);
        call.all("TargetStores").forEach(store -> constraints.check(store, "targetStores", STORE));
        String mode = call.optional("DeletionMode").orElse("SoftDelete");
        constraints.check(mode, "deletionMode", Constraints.Text.oneOf("SoftDelete", "HardDelete"));
        constraints.check();
        FeatureGroup group = group(call.group(), 400, Errors.VALIDATION);
        Records.Stores stores = Records.Stores.of(group, call.all("TargetStores"));
        records.delete(group, identifier, eventTime, stores, mode.equals("HardDelete"));
    }

    private ObjectNode get(RuntimeCall call) {
        String identifier = call.required("RecordIdentifierValueAsString");
        Constraints constraints = new Constraints(Errors.VALIDATION);
        constraints.check(call.group(), "featureGroupName", GROUP);
        String expiration = call.optional("ExpirationTimeResponse").orElse("Disabled");
        constraints.check(expiration, "expirationTimeResponse", Constraints.Text.oneOf("Enabled", "Disabled"));
        constraints.check();
        FeatureGroup group = group(call.group(), 404, "ResourceNotFound");
        return read(group, identifier, call.all("FeatureName"), expiration.equals("Enabled"))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private Optional<ObjectNode> read(FeatureGroup group, String identifier, List<String> names, boolean expiration) {
        if (!group.online()) {
            throw Errors.invalid("The FeatureGroup [" + group.name() + "] has no OnlineStore.");
        }
        for (String name : names) {
            if (group.feature(name).isEmpty()) {
                throw Errors.invalid("The feature named [" + name
                        + "] is not one of the feature definitions of the FeatureGroup [" + group.name() + "].");
            }
        }
        return records.get(group, identifier).map(found -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            ArrayNode values = answer.putArray("Record");
            for (JsonNode value : found.values()) {
                if (names.isEmpty() || names.contains(value.path("FeatureName").asText())) {
                    values.add(value);
                }
            }
            found.expires().filter(at -> expiration).ifPresent(at -> answer.put("ExpiresAt", at.toString()));
            return answer;
        });
    }

    private ObjectNode batchGet(ObjectNode body) {
        Constraints constraints = new Constraints(Errors.VALIDATION);
        constraints.required(body, "", "Identifiers");
        List<JsonNode> identifiers = constraints.list(body, "", "Identifiers", 1, MAX_BATCH_GET);
        int total = 0;
        for (JsonNode entry : identifiers) {
            constraints.requiredText(entry, "identifiers.member", "FeatureGroupName", GROUP);
            constraints.required(entry, "identifiers.member", "RecordIdentifiersValueAsString");
            total += constraints
                    .list(entry, "identifiers.member", "RecordIdentifiersValueAsString", 1, MAX_BATCH_GET)
                    .size();
        }
        constraints.text(body, "", "ExpirationTimeResponse", Constraints.Text.oneOf("Enabled", "Disabled"));
        constraints.check();
        if (total > MAX_BATCH_GET) {
            throw Errors.invalid("The request asks for " + total + " records, more than " + MAX_BATCH_GET + ".");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("Records");
        answer.putArray("Errors");
        answer.putArray("UnprocessedIdentifiers");
        boolean expiration = body.path("ExpirationTimeResponse").asText("").equals("Enabled");
        identifiers.forEach(entry -> batchGet(entry, expiration, answer));
        return answer;
    }

    private void batchGet(JsonNode entry, boolean expiration, ObjectNode answer) {
        String name = entry.path("FeatureGroupName").asText();
        List<String> features = new ArrayList<>();
        entry.path("FeatureNames").forEach(feature -> features.add(feature.asText()));
        for (JsonNode identifier : entry.path("RecordIdentifiersValueAsString")) {
            ObjectNode named = JsonNodeFactory.instance
                    .objectNode()
                    .put("FeatureGroupName", name)
                    .put("RecordIdentifierValueAsString", identifier.asText());
            try {
                FeatureGroup group = group(name, 404, "ResourceNotFound");
                read(group, identifier.asText(), features, expiration)
                        .ifPresent(found -> answer.withArray("Records").add(named.setAll(found)));
            } catch (ServiceException e) {
                answer.withArray("Errors").add(named.put("ErrorCode", e.code()).put("ErrorMessage", e.getMessage()));
            }
        }
    }

    private ObjectNode batchWrite(ObjectNode body) {
        Constraints constraints = new Constraints(Errors.VALIDATION);
        constraints.required(body, "", "Entries");
        List<JsonNode> entries = constraints.list(body, "", "Entries", 1, MAX_BATCH_WRITE);
        for (JsonNode entry : entries) {
            constraints.requiredText(entry, "entries.member", "FeatureGroupName", GROUP);
            constraints.required(entry, "entries.member", "Record");
        }
        checkTimeToLive(constraints, body);
        constraints.check();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode errors = answer.putArray("Errors");
        answer.putArray("UnprocessedEntries");
        for (JsonNode entry : entries) {
            try {
                put(entry.path("FeatureGroupName").asText(), entry, body);
            } catch (ServiceException e) {
                ObjectNode error = errors.addObject();
                error.set("Entry", entry);
                error.put("ErrorCode", e.code()).put("ErrorMessage", e.getMessage());
            }
        }
        return answer;
    }

    private FeatureGroup group(String name, int status, String code) {
        return groups.find(name).orElseThrow(() -> Errors.unknownGroup(status, code, name));
    }

    private static List<String> targets(Constraints constraints, JsonNode entry) {
        List<String> targets = new ArrayList<>();
        for (JsonNode target : constraints.list(entry, "", "TargetStores", 1, 2)) {
            constraints.check(target.asText(), "targetStores", STORE);
            targets.add(target.asText());
        }
        return targets;
    }

    private static void checkTimeToLive(Constraints constraints, JsonNode parent) {
        JsonNode duration = parent.path("TtlDuration");
        if (duration.isObject()) {
            constraints.requiredText(duration, "ttlDuration", "Unit", UNIT);
            constraints.required(duration, "ttlDuration", "Value");
            constraints.number(duration, "ttlDuration", "Value", 1, Integer.MAX_VALUE);
        }
    }
}
