package io.featurestore.local.athena;

import io.featurestore.local.athena.command.Command;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.files.FileFinder;
import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs the statements that change the data catalog alone. Their result is an empty text.
final class TableChanges {
    private final QueryJob job;
    private final Engine engine;
    private final Path folder;

    TableChanges(QueryJob job, Engine engine, Path folder) {
        this.job = job;
        this.engine = engine;
        this.folder = folder;
    }

    Outcome create(Command.CreateExternal create) throws QueryFailure, IOException {
        Catalog.Table given = create.table();
        Command.TableName name = new Command.TableName(
                given.database().isEmpty() ? Optional.empty() : Optional.of(given.database()), given.name());
        List<String> named = QueryJob.named(name, job.database());
        Catalog.Table table = new Catalog.Table(
                named.getFirst(),
                named.getLast(),
                given.type(),
                given.storage(),
                given.partitionKeys(),
                given.parameters(),
                given.version());
        // Refuses a table in a format that is not served.
        new FileFinder(engine.buckets(), table);
        for (Catalog.Column column : table.columns()) {
            HiveType.parse(column.type());
        }
        if (S3Uri.parse(table.location()).isEmpty()) {
            throw QueryFailure.user("INVALID_TABLE_PROPERTY", "The LOCATION is no prefix in S3: " + table.location());
        }
        if (engine.catalog().table(table.database(), table.name()).isPresent()) {
            if (create.ifNotExists()) {
                return empty(Optional.empty());
            }
            throw QueryFailure.plain(
                    "TABLE_ALREADY_EXISTS",
                    "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask."
                            + " AlreadyExistsException(message:Table " + table.name() + " already exists)");
        }
        return empty(Optional.of(catalog -> catalog.createTable(table)));
    }

    Outcome drop(Command.Drop drop) throws QueryFailure, IOException {
        List<String> name = QueryJob.named(drop.name(), job.database());
        if (engine.catalog().table(name.getFirst(), name.getLast()).isEmpty() && !drop.ifExists()) {
            throw QueryFailure.plain(
                    "TABLE_NOT_FOUND",
                    "FAILED: SemanticException [Error 10001]: Table not found " + name.getFirst() + "."
                            + name.getLast());
        }
        return empty(Optional.of(catalog -> catalog.removeTable(name.getFirst(), name.getLast())));
    }

    private Outcome empty(Optional<Consumer<Catalog>> change) throws IOException {
        Path file = Files.createFile(folder.resolve("result.txt"));
        return new Outcome(
                folder,
                Relation.Scanned.NOTHING,
                List.of(),
                0,
                0,
                List.of(new Outcome.Upload(file, job.result(), "text/plain")),
                Optional.empty(),
                change);
    }

    /// Returns the outcome of a statement that had nothing to do.
    static Outcome nothing(Path folder) {
        return new Outcome(
                folder, Relation.Scanned.NOTHING, List.of(), 0, 0, List.of(), Optional.empty(), Optional.empty());
    }
}
