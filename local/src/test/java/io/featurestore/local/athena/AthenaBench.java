package io.featurestore.local.athena;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.store.StoreFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Athena with its catalog and buckets in a folder; opened again, it is Athena after a restart.
final class AthenaBench implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;

    private final StoreFolder store;
    private final LocalBuckets buckets;
    private final GlueService glue;
    private final AthenaService athena;

    AthenaBench(Path folder) throws IOException {
        this.store = StoreFolder.open(folder);
        this.buckets = LocalBuckets.open(folder.resolve("buckets"));
        buckets.create("data");
        buckets.create("results");
        this.glue = new GlueService(store.documents(), Clock.systemUTC());
        this.athena = new AthenaService(
                store.documents(),
                glue,
                buckets,
                folder.resolve("athena"),
                Clock.systemUTC(),
                "123456789012",
                "eu-west-1");
    }

    AthenaService athena() {
        return athena;
    }

    /// Writes the rows of a DuckDB query as a Parquet object of the bucket `data`.
    void object(String key, String sql) throws IOException, SQLException {
        Path file = buckets.folder().resolve("data").resolve(key);
        Files.createDirectories(file.getParent());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (" + sql + ") TO '" + file + "' (FORMAT parquet)");
        }
    }

    /// Writes an object of the bucket `data`.
    void text(String key, String text) throws IOException {
        buckets.put("data", key, new ByteArrayInputStream(text.getBytes(UTF_8)), "text/plain");
    }

    /// Returns the Iceberg tables of the catalog, which then has the database `db`.
    IcebergCatalog iceberg() {
        glue.createDatabase("db");
        return new IcebergCatalog(glue, buckets);
    }

    /// Makes a table of the database `db` at `s3://data/<name>`; columns are `name type, …`.
    void table(String name, String columns, String keys) {
        glue.createDatabase("db");
        glue.putTable(Catalog.Table.parquet("db", name, "s3://data/" + name, columns(columns), columns(keys)));
    }

    /// Makes a table with parameters, for example those of a partition projection.
    void table(String name, String columns, String keys, Map<String, String> parameters) {
        table(name, columns, keys);
        Catalog.Table table = glue.table("db", name).orElseThrow();
        Map<String, String> all = new TreeMap<>(table.parameters());
        all.putAll(parameters);
        glue.putTable(table.withParameters(all));
    }

    /// Registers a partition in the usual folder.
    void partition(String table, String... values) {
        glue.addPartitions("db", table, List.of(List.of(values)));
    }

    /// Returns the data catalog.
    GlueService glue() {
        return glue;
    }

    private static List<Catalog.Column> columns(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split("; ")).stream()
                        .map(column -> new Catalog.Column(column.split(" ", 2)[0], column.split(" ", 2)[1]))
                        .toList();
    }

    static ObjectNode start(String sql) {
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("QueryString", sql)
                .put("ClientRequestToken", UUID.randomUUID().toString());
        input.putObject("ResultConfiguration").put("OutputLocation", "s3://results/out/");
        input.putObject("QueryExecutionContext").put("Database", "db");
        return input;
    }

    JsonNode call(String operation, ObjectNode input) {
        return athena.call(operation, input);
    }

    JsonNode ofQuery(String operation, String id) {
        return athena.call(operation, JsonNodeFactory.instance.objectNode().put("QueryExecutionId", id));
    }

    String startQuery(ObjectNode input) {
        return call("StartQueryExecution", input).path("QueryExecutionId").asText();
    }

    /// Waits for a query's end and returns its execution.
    JsonNode ended(String id) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < deadline) {
            JsonNode execution = ofQuery("GetQueryExecution", id).path("QueryExecution");
            String state = execution.path("Status").path("State").asText();
            if (!state.equals("QUEUED") && !state.equals("RUNNING")) {
                return execution;
            }
            Thread.sleep(5);
        }
        throw new IllegalStateException("query " + id + " does not end");
    }

    JsonNode run(String sql) throws InterruptedException {
        return ended(startQuery(start(sql)));
    }

    /// Returns a query's result file, or why there is none.
    String csv(String sql) throws InterruptedException, IOException {
        JsonNode execution = run(sql);
        JsonNode status = execution.path("Status");
        if (!status.path("State").asText().equals("SUCCEEDED")) {
            return status.path("State").asText() + " "
                    + status.path("StateChangeReason").asText();
        }
        return Files.readString(result(execution), UTF_8);
    }

    /// Returns where a query's result is or would be.
    Path result(JsonNode execution) {
        String location =
                execution.path("ResultConfiguration").path("OutputLocation").asText();
        return buckets.folder().resolve(location.substring("s3://".length()));
    }

    @Override
    public void close() throws IOException {
        athena.close();
        store.close();
    }
}
