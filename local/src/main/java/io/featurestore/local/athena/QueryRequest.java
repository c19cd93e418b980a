package io.featurestore.local.athena;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.athena.sql.QueryPrinter;
import io.featurestore.local.s3.model.S3Uri;
import java.util.List;
import java.util.Optional;

/// Holds a checked StartQueryExecution request.
///
/// @param query the SQL text
/// @param workGroup the name of the work group
/// @param database the database of tables that are named without one
/// @param folder the place of the result
/// @param result the owner that the bucket must have, and the encryption of the result, as Athena returns
///     them
/// @param token the token by which a repeated call is recognised
/// @param parameters the whole call without the token
record QueryRequest(
        String query,
        String workGroup,
        Optional<String> database,
        S3Uri folder,
        ObjectNode result,
        Optional<String> token,
        ObjectNode parameters) {
    static final String OWNER = "ExpectedBucketOwner";
    private static final int MOST_QUERY_BYTES = 262_144;
    private static final int LEAST_TOKEN = 32;
    private static final int MOST_TOKEN = 128;

    static QueryRequest read(ObjectNode input, WorkGroups groups) {
        String query = AthenaInput.text(input, "QueryString");
        if (query.getBytes(UTF_8).length > MOST_QUERY_BYTES) {
            throw AthenaInput.invalid("QueryString is longer than " + MOST_QUERY_BYTES + " bytes");
        }
        String token = input.path("ClientRequestToken").asText("");
        if (!token.isEmpty() && (token.length() < LEAST_TOKEN || token.length() > MOST_TOKEN)) {
            throw AthenaInput.invalid(
                    "ClientRequestToken must have " + LEAST_TOKEN + " to " + MOST_TOKEN + " characters");
        }
        if (!input.path("ExecutionParameters").isEmpty()) {
            throw AthenaInput.invalid("ExecutionParameters are not served");
        }
        JsonNode context = input.path("QueryExecutionContext");
        String catalog = context.path("Catalog").asText(QueryPrinter.CATALOG);
        if (!catalog.equalsIgnoreCase(QueryPrinter.CATALOG)) {
            throw AthenaInput.invalid("Catalog " + catalog + " does not exist");
        }
        String database = context.path("Database").asText("");
        String group = input.path("WorkGroup").asText(WorkGroups.PRIMARY);
        JsonNode settings = groups.get(group);
        WorkGroups.checkRuns(settings, WorkGroups.location(input).isPresent());
        ObjectNode parameters = input.deepCopy();
        parameters.remove("ClientRequestToken");
        return new QueryRequest(
                query,
                group,
                database.isEmpty() ? Optional.empty() : Optional.of(database),
                folder(input, settings),
                result(input, settings),
                token.isEmpty() ? Optional.empty() : Optional.of(token),
                parameters);
    }

    /// Returns the output location: that of the work group if the group is enforced, otherwise that of the
    /// call.
    private static S3Uri folder(JsonNode input, JsonNode group) {
        Optional<String> own = WorkGroups.location(input);
        Optional<String> groups = WorkGroups.location(group.path("Configuration"));
        Optional<String> location = WorkGroups.enforced(group) ? groups.or(() -> own) : own.or(() -> groups);
        return checkLocation(location.orElseThrow(() -> AthenaInput.invalid("No output location provided. An output"
                + " location is required either through the Workgroup result configuration setting or as an API"
                + " input.")));
    }

    /// Returns the other settings of the result, from the same place as the location
    /// (docs.aws.amazon.com/athena/latest/APIReference/API_ResultConfiguration.html).
    private static ObjectNode result(JsonNode input, JsonNode group) {
        JsonNode own = input.path(WorkGroups.RESULTS);
        JsonNode groups = group.path(WorkGroups.CONFIGURATION).path(WorkGroups.RESULTS);
        JsonNode decides = WorkGroups.enforced(group) && !groups.isMissingNode() ? groups : own;
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (String member : List.of("EncryptionConfiguration", OWNER)) {
            if (decides.has(member)) {
                result.set(member, decides.get(member));
            }
        }
        return result;
    }

    static S3Uri checkLocation(String location) {
        if (S3Uri.parse(location).isEmpty()) {
            throw AthenaInput.invalid("outputLocation is not a valid S3 path: " + location);
        }
        return S3Uri.folder(location);
    }
}
