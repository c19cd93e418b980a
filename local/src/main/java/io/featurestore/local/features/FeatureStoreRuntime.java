package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.http.HttpService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroups;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.regex.Pattern;

/// Serves the Feature Store runtime: PutRecord, GetRecord, DeleteRecord, BatchGetRecord and BatchWriteRecord. A
/// record is in the online store when its call is answered. It is in the Parquet files of the offline store about
/// a second later, where AWS takes up to 15 minutes. A killed process loses neither.
public final class FeatureStoreRuntime implements HttpService, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(FeatureStoreRuntime.class.getName());
    private static final Pattern SCOPE = Pattern.compile("Credential=[^,]*/sagemaker/aws4_request");
    private static final Pattern PATH = Pattern.compile("/(FeatureGroup/.+|BatchGetRecord|BatchWriteRecord)");
    private static final long FLUSH_MILLIS = 1000;

    private final Records records;
    private final Operations operations;
    private final Timer timer;

    /// Opens the runtime.
    ///
    /// @param groups the feature groups
    /// @param catalog where partitions are registered; its tables say what columns the offline stores have
    /// @param buckets where the offline stores lie
    /// @param folder a folder of the runtime's own, for the online stores and what is on its way to the offline
    ///     ones
    /// @param clock tells write times and expiry
    public FeatureStoreRuntime(FeatureGroups groups, Catalog catalog, Buckets buckets, Path folder, Clock clock) {
        this.records = new Records(groups, catalog, buckets, folder, clock);
        this.operations = new Operations(groups, records);
        this.timer = new Timer("offline-store", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        flushOnTime();
                    }
                },
                FLUSH_MILLIS,
                FLUSH_MILLIS);
    }

    /// Writes all records accepted so far to the offline stores.
    public void flush() {
        records.flush();
    }

    @Override
    public boolean accepts(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return authorization != null
                && SCOPE.matcher(authorization).find()
                && PATH.matcher(exchange.getRequestURI().getRawPath()).matches();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<JsonNode> answer = operations.call(RuntimeCall.read(exchange));
        respond(exchange, 200, answer.map(JsonNode::toString).orElse(""));
    }

    @Override
    public void renderError(HttpExchange exchange, ServiceException error) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.code());
        respond(
                exchange,
                error.status(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Message", String.valueOf(error.getMessage()))
                        .toString());
    }

    /// Writes all accepted records to the offline stores and closes the online stores.
    @Override
    public void close() {
        timer.cancel();
        records.close();
    }

    private void flushOnTime() {
        try {
            records.forgetDeleted();
            records.flush();
        } catch (RuntimeException e) {
            // The rows are kept; an exception thrown here would end the timer for good.
            LOGGER.log(System.Logger.Level.WARNING, "The offline store could not be written; trying again", e);
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
