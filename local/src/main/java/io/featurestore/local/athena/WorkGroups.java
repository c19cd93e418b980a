package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Stores the work groups as documents `athena-workgroups`. The group `primary` always exists. A group for
/// Apache Spark, with managed query results or for IAM Identity Center can be created and described. It runs
/// no query here.
final class WorkGroups {
    static final String PRIMARY = "primary";
    private static final String KIND = "athena-workgroups";
    private static final String TAGS = "Tags";
    private static final String STATE = "State";
    static final String CONFIGURATION = "Configuration";
    static final String RESULTS = "ResultConfiguration";
    private static final String MANAGED = "ManagedQueryResultsConfiguration";
    private static final String IDENTITY_CENTER = "IdentityCenterConfiguration";
    private static final String CUTOFF = "BytesScannedCutoffPerQuery";
    private static final String ENGINE = "EngineVersion";
    private static final String SELECTED = "SelectedEngineVersion";
    private static final String EFFECTIVE = "EffectiveEngineVersion";
    private static final String SQL_ENGINE = "Athena engine version 3";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,128}");

    /// The lowest limit of bytes that a query may scan:
    /// docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html.
    private static final long LEAST_CUTOFF = 10_000_000;

    private static final int MOST_GROUPS_A_PAGE = 50;

    private final Documents documents;
    private final Clock clock;

    WorkGroups(Documents documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
        if (documents.read(KIND, PRIMARY).isEmpty()) {
            ObjectNode configuration =
                    JsonNodeFactory.instance.objectNode().put("EnforceWorkGroupConfiguration", false);
            documents.write(KIND, PRIMARY, group(PRIMARY, "", configuration));
        }
    }

    /// Creates a group. Its configuration is enforced unless the request says otherwise.
    synchronized void create(ObjectNode input) {
        String name = AthenaInput.text(input, "Name");
        if (!NAME.matcher(name).matches()) {
            throw AthenaInput.invalid("Name does not match " + NAME + ": " + name);
        }
        if (documents.read(KIND, name).isPresent()) {
            throw AthenaInput.invalid("WorkGroup " + name + " already exists");
        }
        ObjectNode configuration = input.get(CONFIGURATION) instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        if (!configuration.has("EnforceWorkGroupConfiguration")) {
            configuration.put("EnforceWorkGroupConfiguration", true);
        }
        if (configuration.path(CUTOFF).asLong(LEAST_CUTOFF) < LEAST_CUTOFF) {
            throw AthenaInput.invalid("BytesScannedCutoffPerQuery must be at least " + LEAST_CUTOFF);
        }
        location(configuration).ifPresent(QueryRequest::checkLocation);
        checkResults(configuration);
        ObjectNode group = group(name, input.path("Description").asText(""), configuration);
        group.set(TAGS, input.path(TAGS).isArray() ? input.path(TAGS) : JsonNodeFactory.instance.arrayNode());
        documents.write(KIND, name, group);
    }

    /// Changes the description, the state and single settings of a group.
    synchronized void update(ObjectNode input) {
        String name = AthenaInput.text(input, "WorkGroup");
        ObjectNode group = stored(name).deepCopy();
        for (String member : List.of("Description", STATE)) {
            if (input.has(member)) {
                group.set(member, input.get(member));
            }
        }
        ObjectNode configuration = group.withObject("/" + CONFIGURATION);
        input.path("ConfigurationUpdates").properties().forEach(setting -> {
            switch (setting.getKey()) {
                case "RemoveBytesScannedCutoffPerQuery" -> configuration.remove(CUTOFF);
                case "ResultConfigurationUpdates" ->
                    configuration.withObject("/" + RESULTS).setAll((ObjectNode) setting.getValue());
                case "ManagedQueryResultsConfigurationUpdates" -> configuration.set(MANAGED, setting.getValue());
                default -> configuration.set(setting.getKey(), setting.getValue());
            }
        });
        checkResults(configuration);
        configuration.set(ENGINE, engine(configuration.path(ENGINE)));
        documents.write(KIND, name, group);
    }

    /// Checks where a group puts results, with the service's own message
    /// (github.com/opencost/opencost/issues/3257).
    private static void checkResults(JsonNode configuration) {
        if (configuration.path(MANAGED).path("Enabled").asBoolean()
                && location(configuration).isPresent()) {
            throw AthenaInput.invalid(
                    "ManagedQueryResultsConfiguration and ResultConfiguration cannot be set together.");
        }
    }

    /// Checks that a group runs queries of SQL whose results go to S3.
    ///
    /// @param located whether the call names a place of the result
    static void checkRuns(JsonNode group, boolean located) {
        String name = group.path("Name").asText();
        JsonNode configuration = group.path(CONFIGURATION);
        if (!group.path(STATE).asText().equals("ENABLED")) {
            throw AthenaInput.invalid("WorkGroup " + name + " is disabled.");
        }
        if (!configuration.path(ENGINE).path(EFFECTIVE).asText().equals(SQL_ENGINE)) {
            throw AthenaInput.invalid("WorkGroup " + name + " is not an Athena SQL workgroup.");
        }
        if (configuration.path(IDENTITY_CENTER).path("EnableIdentityCenter").asBoolean()) {
            throw AthenaInput.invalid("WorkGroup " + name + " requires an IAM Identity Center user.");
        }
        if (configuration.path(MANAGED).path("Enabled").asBoolean()) {
            throw AthenaInput.invalid(
                    located
                            ? "ManagedQueryResultsConfiguration and ResultConfiguration cannot be set together."
                            : "Managed query results are not served.");
        }
    }

    /// Returns a group.
    ///
    /// @throws io.featurestore.local.http.ServiceException if there is no such group
    JsonNode get(String name) {
        return ((ObjectNode) stored(name)).without(TAGS);
    }

    JsonNode tags(String name) {
        return stored(name).withArray("/" + TAGS);
    }

    private JsonNode stored(String name) {
        return documents
                .read(KIND, name)
                .orElseThrow(() -> AthenaInput.invalid("WorkGroup " + name + " is not found."));
    }

    synchronized void delete(String name) {
        if (name.equals(PRIMARY)) {
            throw AthenaInput.invalid("The primary workgroup cannot be deleted");
        }
        stored(name);
        documents.remove(KIND, name);
    }

    ObjectNode list(ObjectNode input) {
        List<JsonNode> groups = new ArrayList<>();
        documents.list(KIND).map(Documents.Document::content).forEach(groups::add);
        int start = (int) Math.min(AthenaInput.start(input), groups.size());
        int end = Math.min(groups.size(), start + AthenaInput.pageSize(input, MOST_GROUPS_A_PAGE));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var summaries = answer.putArray("WorkGroups");
        for (JsonNode group : groups.subList(start, end)) {
            ObjectNode summary = summaries.addObject();
            for (String member : List.of("Name", "State", "Description", "CreationTime")) {
                summary.set(member, group.path(member));
            }
        }
        if (end < groups.size()) {
            answer.put("NextToken", AthenaInput.token(end));
        }
        return answer;
    }

    /// Returns whether the settings of the group override those of a call.
    static boolean enforced(JsonNode group) {
        return group.path(CONFIGURATION).path("EnforceWorkGroupConfiguration").asBoolean(false);
    }

    static Optional<String> location(JsonNode configuration) {
        String location = configuration.path(RESULTS).path("OutputLocation").asText("");
        return location.isEmpty() ? Optional.empty() : Optional.of(location);
    }

    static OptionalLong cutoff(JsonNode group) {
        JsonNode cutoff = group.path(CONFIGURATION).path(CUTOFF);
        return cutoff.isNumber() ? OptionalLong.of(cutoff.asLong()) : OptionalLong.empty();
    }

    private ObjectNode group(String name, String description, ObjectNode configuration) {
        configuration.set(ENGINE, engine(configuration.path(ENGINE)));
        ObjectNode group = JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put(STATE, "ENABLED")
                .put("Description", description)
                .put("CreationTime", clock.millis() / 1000.0);
        group.set(CONFIGURATION, configuration);
        return group;
    }

    /// Returns the engine of a group. Without a choice, and with the choice AUTO, it is the newest for SQL.
    private static ObjectNode engine(JsonNode requested) {
        String selected = requested.path(SELECTED).asText("AUTO");
        return JsonNodeFactory.instance
                .objectNode()
                .put(SELECTED, selected)
                .put(EFFECTIVE, selected.equals("AUTO") ? SQL_ENGINE : selected);
    }
}
