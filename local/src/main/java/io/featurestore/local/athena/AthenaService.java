package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.files.Footers;
import io.featurestore.local.athena.parquet.FileLayout;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.http.JsonService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.store.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Serves Athena: runs queries in its dialect of SQL over the Parquet tables of the catalog, and writes the
/// results as CSV objects, or as Parquet files with UNLOAD and CREATE TABLE AS. Served, too, are CREATE
/// EXTERNAL TABLE and DROP TABLE. Errors of calls are `InvalidRequestException` with status 400. An error of
/// a statement makes it FAILED.
public final class AthenaService implements JsonService, AutoCloseable {
    private static final int MOST_ROWS_A_PAGE = 1000;
    private static final int MOST_IDS_A_PAGE = 50;

    private final WorkGroups groups;
    private final QueryLog log;
    private final QueryRunner runner;
    private final Buckets buckets;
    private final String arnPrefix;
    private final Engine engine;

    /// Opens the service. Queries that were running when the process last ended become FAILED and retryable.
    ///
    /// @param documents the store of the work groups and query executions
    /// @param catalog the tables
    /// @param buckets the store of the tables' files and of the results
    /// @param scratch a folder for unfinished results; its content is deleted
    /// @param account the account in ARNs
    /// @param region the region in ARNs
    public AthenaService(
            Documents documents,
            Catalog catalog,
            Buckets buckets,
            Path scratch,
            Clock clock,
            String account,
            String region)
            throws IOException {
        this.groups = new WorkGroups(documents, clock);
        this.log = new QueryLog(documents, clock);
        this.engine = new Engine(catalog, buckets, Scratch.open(scratch), new Footers(), clock);
        this.runner = new QueryRunner(log, engine, account);
        this.buckets = buckets;
        this.arnPrefix = "arn:aws:athena:" + region + ":" + account + ":workgroup/";
    }

    /// Sets the faults of the queries that are started from now on.
    public void useFaults(QueryFaults faults) {
        runner.useFaults(faults);
    }

    /// Sets the files and row groups of the statements that write Parquet files from now on.
    public void useLayout(FileLayout other) {
        engine.layout().set(other);
    }

    @Override
    public String targetPrefix() {
        return "AmazonAthena";
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    public JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "StartQueryExecution" -> start(input);
            case "GetQueryExecution" ->
                nothing().set("QueryExecution", entry(input).path("Execution"));
            case "StopQueryExecution" -> stop(input);
            case "GetQueryResults" -> results(input);
            case "GetQueryRuntimeStatistics" -> statistics(entry(input));
            case "ListQueryExecutions" -> list(input);
            case "CreateWorkGroup" -> {
                groups.create(input);
                yield nothing();
            }
            case "GetWorkGroup" -> nothing().set("WorkGroup", groups.get(AthenaInput.text(input, "WorkGroup")));
            case "UpdateWorkGroup" -> {
                groups.update(input);
                yield nothing();
            }
            case "ListWorkGroups" -> groups.list(input);
            case "DeleteWorkGroup" -> deleteGroup(input);
            case "ListTagsForResource" -> nothing().set("Tags", groups.tags(groupOf(input)));
            default ->
                throw new ServiceException(
                        400, "UnknownOperationException", "Athena's " + operation + " is not served");
        };
    }

    /// Stops the running queries and waits up to ten seconds for them.
    @Override
    public void close() {
        runner.close();
    }

    private ObjectNode start(ObjectNode input) {
        QueryRequest request = QueryRequest.read(input, groups);
        if (!Files.isDirectory(buckets.folder().resolve(request.folder().bucket()))) {
            throw AthenaInput.invalid(
                    "Unable to verify/create output bucket " + request.folder().bucket());
        }
        QueryLog.Added added = log.add(request);
        if (added.fresh()) {
            runner.submit(added.id(), WorkGroups.cutoff(groups.get(request.workGroup())));
        }
        return nothing().put("QueryExecutionId", added.id());
    }

    private ObjectNode stop(ObjectNode input) {
        entry(input);
        runner.stop(AthenaInput.text(input, "QueryExecutionId"));
        return nothing();
    }

    private ObjectNode results(ObjectNode input) {
        String id = AthenaInput.text(input, "QueryExecutionId");
        ObjectNode entry = log.entry(id);
        QueryLog.State state = log.state(id);
        if (!state.ended()) {
            throw AthenaInput.invalid("Query has not yet finished. Current state: " + state);
        }
        if (state != QueryLog.State.SUCCEEDED) {
            throw AthenaInput.invalid("Query did not finish successfully. Final query state: " + state);
        }
        int most = AthenaInput.pageSize(input, MOST_ROWS_A_PAGE);
        String location = entry.path("Execution")
                .path("ResultConfiguration")
                .path("OutputLocation")
                .asText();
        if (entry.path("Columns").isEmpty()) {
            return ResultPages.empty();
        }
        Path file = S3Uri.parse(location)
                .flatMap(uri -> buckets.file(uri.bucket(), uri.key()))
                .orElseThrow(() -> AthenaInput.invalid("Could not find results"));
        return ResultPages.read(file, entry.path("Columns"), AthenaInput.start(input), most);
    }

    private static ObjectNode statistics(ObjectNode entry) {
        JsonNode statistics = entry.path("Execution").path("Statistics");
        ObjectNode answer = nothing();
        ObjectNode content = answer.putObject("QueryRuntimeStatistics");
        content.putObject("Timeline")
                .put(
                        "EngineExecutionTimeInMillis",
                        statistics.path("EngineExecutionTimeInMillis").asLong())
                .put(
                        "TotalExecutionTimeInMillis",
                        statistics.path("TotalExecutionTimeInMillis").asLong());
        if (entry.has("Rows")) {
            content.set("Rows", entry.path("Rows"));
        }
        return answer;
    }

    private ObjectNode list(ObjectNode input) {
        String group = input.path("WorkGroup").asText(WorkGroups.PRIMARY);
        groups.get(group);
        List<String> ids = log.ids(group);
        int start = (int) Math.min(AthenaInput.start(input), ids.size());
        int end = Math.min(ids.size(), start + AthenaInput.pageSize(input, MOST_IDS_A_PAGE));
        ObjectNode answer = nothing();
        ArrayNode page = answer.putArray("QueryExecutionIds");
        ids.subList(start, end).forEach(page::add);
        if (end < ids.size()) {
            answer.put("NextToken", AthenaInput.token(end));
        }
        return answer;
    }

    private ObjectNode deleteGroup(ObjectNode input) {
        String name = AthenaInput.text(input, "WorkGroup");
        if (!input.path("RecursiveDeleteOption").asBoolean(false)
                && !log.ids(name).isEmpty()) {
            throw AthenaInput.invalid("WorkGroup " + name + " is not empty");
        }
        groups.delete(name);
        return nothing();
    }

    private String groupOf(ObjectNode input) {
        String arn = AthenaInput.text(input, "ResourceARN");
        if (!arn.startsWith(arnPrefix)) {
            throw AthenaInput.invalid("ResourceARN is not a work group of this account and region: " + arn);
        }
        return arn.substring(arnPrefix.length());
    }

    private ObjectNode entry(ObjectNode input) {
        return log.entry(AthenaInput.text(input, "QueryExecutionId"));
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
