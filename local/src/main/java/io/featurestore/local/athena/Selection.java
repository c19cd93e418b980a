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
import io.featurestore.local.s3.model.S3Uri;
import io.trino.sql.tree.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs a query: translates it, chooses the files that it reads, measures them, and writes the result.
final class Selection {
    private static final String LOST_MESSAGE = "Invalid result set";

    private final QueryJob job;
    private final Engine engine;
    private final Path folder;

    /// Creates a selection.
    ///
    /// @param folder the folder of the result
    Selection(QueryJob job, Engine engine, Path folder) {
        this.job = job;
        this.engine = engine;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /// Says how the result of a query is selected and written.
    ///
    /// @param <C> what is known about the columns before the query runs
    interface Form<C> {
        /// Describes the result.
        C columns(DuckSession session, Translation translation) throws SQLException, QueryFailure;

        /// Returns the query that selects the result.
        String select(String sql, C columns);

        /// Writes the result.
        Outcome write(DuckSession session, String sql, C columns, Relation.Scanned scanned)
                throws SQLException, IOException, QueryFailure;
    }

    /// Runs a query.
    <C> Outcome run(Query query, Form<C> form) throws QueryFailure, IOException {
        IcebergQuery iceberg = new IcebergQuery(engine.catalog(), engine.buckets(), engine.scratch());
        Translation translation = new Translator(iceberg).translate(query, job.database());
        List<Relation> relations = engine.relations(translation, iceberg);
        try (DuckSession session =
                DuckSession.open(engine.buckets().folder().toRealPath(), folder.toRealPath(), engine.scratch())) {
            session.declare(relations);
            session.define(translation.sql());
            C columns = form.columns(session, translation);
            String sql = form.select(translation.sql(), columns);
            session.define(sql);
            Relation.Scanned scanned = connect(session, relations, sql);
            if (job.cutoff().isPresent() && scanned.bytes() > job.cutoff().getAsLong()) {
                throw QueryFailure.plain("BYTES_SCANNED", "Bytes scanned limit was exceeded");
            }
            return form.write(session, sql, columns, scanned);
        } catch (SQLException e) {
            throw DuckErrors.translate(e, translation);
        }
    }

    /// Gives the tables their rows and returns the amount of data that the query reads.
    private static Relation.Scanned connect(DuckSession session, List<Relation> relations, String sql)
            throws SQLException, IOException, QueryFailure {
        List<Scan> scans = session.plan(relations, sql);
        List<Relation.Rows> rows = new ArrayList<>();
        for (int i = 0; i < relations.size(); i++) {
            int number = i;
            List<Scan> own =
                    scans.stream().filter(scan -> scan.table() == number).toList();
            rows.add(relations.get(i).open(i, own, session));
        }
        session.connect(relations, rows);
        Relation.Scanned scanned = Relation.Scanned.NOTHING;
        for (Scan scan : scans) {
            scanned = scanned.plus(rows.get(scan.table()).measure(scan));
        }
        return scanned;
    }

    /// Runs a query whose result is one CSV object with metadata beside it.
    Outcome toCsv(Query query) throws QueryFailure, IOException {
        return run(query, new Csv());
    }

    private final class Csv implements Form<List<ResultColumn>> {
        @Override
        public List<ResultColumn> columns(DuckSession session, Translation translation)
                throws SQLException, QueryFailure {
            return ResultWriter.columns(session, translation);
        }

        @Override
        public String select(String sql, List<ResultColumn> columns) {
            return ResultWriter.fetching(sql, columns);
        }

        @Override
        public Outcome write(DuckSession session, String sql, List<ResultColumn> columns, Relation.Scanned scanned)
                throws SQLException, IOException {
            Path file = folder.resolve("result.csv");
            ResultWriter.Written written = rows(session, sql, columns, file);
            // The metadata come first, so that they exist once the result exists.
            List<Outcome.Upload> uploads = List.of(
                    metadata(
                            written.columns(),
                            new S3Uri(job.result().bucket(), job.result().key() + ".metadata")),
                    new Outcome.Upload(file, job.result(), "text/csv"));
            return new Outcome(
                    folder,
                    scanned,
                    written.columns(),
                    written.rows(),
                    written.bytes(),
                    uploads,
                    Optional.empty(),
                    Optional.empty());
        }

        private ResultWriter.Written rows(DuckSession session, String sql, List<ResultColumn> columns, Path file)
                throws SQLException, IOException {
            try (Statement statement = session.statement()) {
                job.running(Optional.of(statement));
                return ResultWriter.write(statement, sql, columns, file, job::stopped);
            } catch (SQLException e) {
                if (!job.stopped() && String.valueOf(e.getMessage()).contains(LOST_MESSAGE)) {
                    explain(session, sql);
                }
                throw e;
            } finally {
                job.running(Optional.empty());
            }
        }

        /// Runs the query again without its rows, because DuckDB loses the error message of a streamed query.
        private static void explain(DuckSession session, String sql) throws SQLException {
            try (Statement statement = session.statement()) {
                statement.execute("EXPLAIN ANALYZE " + sql);
            }
        }
    }

    /// Writes a description of columns.
    Outcome.Upload metadata(List<ResultColumn> columns, S3Uri target) throws IOException {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        var list = metadata.putArray("ColumnInfo");
        columns.forEach(column -> list.add(column.info()));
        Path file = folder.resolve("metadata.json");
        Files.write(file, new JsonMapper().writeValueAsBytes(metadata));
        return new Outcome.Upload(file, target, "application/json");
    }
}
