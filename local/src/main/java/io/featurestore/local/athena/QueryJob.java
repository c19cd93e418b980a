package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.athena.duck.DuckErrors;
import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.duck.Scan;
import io.featurestore.local.athena.iceberg.IcebergQuery;
import io.featurestore.local.athena.result.ResultColumn;
import io.featurestore.local.athena.result.ResultWriter;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.athena.sql.Translator;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs one query: translates it, measures the data that it reads, runs it, and writes its result to S3.
final class QueryJob {
    private static final String LOST_MESSAGE = "Invalid result set";

    private final String query;
    private final Optional<String> database;
    private final S3Uri result;
    private final OptionalLong cutoff;
    private volatile boolean stopped;
    private volatile Optional<Statement> running = Optional.empty();

    QueryJob(String query, Optional<String> database, S3Uri result, OptionalLong cutoff) {
        this.query = query;
        this.database = database;
        this.result = result;
        this.cutoff = cutoff;
    }

    /// The outcome of a query that succeeded.
    ///
    /// @param scanned the amount of data that was read
    /// @param written the amount of data that was written to `file`
    /// @param file the result; the caller must delete it
    record Outcome(Relation.Scanned scanned, ResultWriter.Written written, Path file) {}

    /// Stops the query soon. Its outcome must not be used any more.
    void stop() throws SQLException {
        stopped = true;
        Optional<Statement> statement = running;
        if (statement.isPresent()) {
            statement.get().cancel();
        }
    }

    boolean stopped() {
        return stopped;
    }

    /// Runs the query. The result, and data that does not fit into memory, go to the scratch folder.
    Outcome run(Engine engine) throws QueryFailure, IOException {
        Path readable = engine.buckets().folder().toRealPath();
        IcebergQuery iceberg = new IcebergQuery(engine.catalog(), engine.buckets(), engine.scratch());
        Translation translation = new Translator(iceberg).translate(query, database);
        List<Relation> relations = engine.relations(translation, iceberg);
        try (DuckSession session = DuckSession.open(readable, engine.scratch())) {
            session.declare(relations);
            session.define(translation.sql());
            List<ResultColumn> columns = ResultWriter.columns(session, translation);
            String sql = ResultWriter.fetching(translation.sql(), columns);
            session.define(sql);
            Relation.Scanned scanned = connect(session, relations, sql);
            if (cutoff.isPresent() && scanned.bytes() > cutoff.getAsLong()) {
                throw QueryFailure.plain("BYTES_SCANNED", "Bytes scanned limit was exceeded");
            }
            Path file = engine.scratch().file();
            try {
                return new Outcome(scanned, write(session, sql, columns, file), file);
            } catch (SQLException | IOException | RuntimeException e) {
                Files.delete(file);
                throw e;
            }
        } catch (SQLException e) {
            throw DuckErrors.translate(e, translation);
        }
    }

    /// Gives the tables their rows and returns the amount of data that the query reads.
    private static Relation.Scanned connect(DuckSession session, List<Relation> relations, String sql)
            throws SQLException, IOException, QueryFailure {
        List<Scan> scans = session.plan(sql);
        List<Relation.Rows> rows = new ArrayList<>();
        for (int i = 0; i < relations.size(); i++) {
            int number = i;
            rows.add(relations
                    .get(i)
                    .open(i, scans.stream().filter(scan -> scan.table() == number).toList(), session));
        }
        session.connect(relations, rows);
        Relation.Scanned scanned = Relation.Scanned.NOTHING;
        for (Scan scan : scans) {
            scanned = scanned.plus(rows.get(scan.table()).measure(scan));
        }
        return scanned;
    }

    private ResultWriter.Written write(DuckSession session, String sql, List<ResultColumn> columns, Path file)
            throws SQLException, IOException {
        try (Statement statement = session.statement()) {
            running = Optional.of(statement);
            return ResultWriter.write(statement, sql, columns, file, () -> stopped);
        } catch (SQLException e) {
            if (!stopped && String.valueOf(e.getMessage()).contains(LOST_MESSAGE)) {
                explain(session, sql);
            }
            throw e;
        } finally {
            running = Optional.empty();
        }
    }

    /// Runs the query again without its rows, because DuckDB loses the error message of a streamed query.
    private static void explain(DuckSession session, String sql) throws SQLException {
        try (Statement statement = session.statement()) {
            statement.execute("EXPLAIN ANALYZE " + sql);
        }
    }

    /// Writes the metadata and then the result to S3, so that the metadata exists once the result exists.
    void put(Outcome outcome, Buckets buckets) throws IOException {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        var columns = metadata.putArray("ColumnInfo");
        outcome.written().columns().forEach(column -> columns.add(column.info()));
        byte[] description = new JsonMapper().writeValueAsBytes(metadata);
        buckets.put(
                result.bucket(), result.key() + ".metadata", new ByteArrayInputStream(description), "application/json");
        try (InputStream content = Files.newInputStream(outcome.file())) {
            buckets.put(result.bucket(), result.key(), content, "text/csv");
        }
    }
}
