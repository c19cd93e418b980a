package io.featurestore.local.athena;

import io.featurestore.local.athena.command.Command;
import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Runs one statement.
final class QueryJob {
    private final String text;
    private final Optional<String> database;
    private final S3Uri result;
    private final OptionalLong cutoff;
    private volatile boolean stopped;
    private volatile Optional<Statement> running = Optional.empty();
    private Optional<Event> half = Optional.empty();

    /// Something that happens to a running statement.
    @FunctionalInterface
    interface Event {
        /// Lets it happen.
        ///
        /// @throws QueryFailure if the statement fails by it
        void happen() throws QueryFailure;
    }

    /// Creates a job.
    ///
    /// @param text the statement
    /// @param database the database of tables that are named without one
    /// @param result the place of the result
    /// @param cutoff the largest number of bytes that the statement may read
    QueryJob(String text, Optional<String> database, S3Uri result, OptionalLong cutoff) {
        this.text = text;
        this.database = database;
        this.result = result;
        this.cutoff = cutoff;
    }

    /// Stops the statement soon. Its outcome must not be used any more.
    void stop() throws SQLException {
        stopped = true;
        Optional<Statement> statement = running;
        if (statement.isPresent()) {
            statement.get().cancel();
        }
    }

    /// Notes that the statement is stopped. It begins no further file.
    void giveUp() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /// Remembers the statement of DuckDB that runs now, so that [#stop] can cancel it.
    void running(Optional<Statement> statement) {
        running = statement;
    }

    /// Sets what happens once half of the statement's files are written, or before its result if it writes
    /// none.
    void atHalf(Event event) {
        half = Optional.of(event);
    }

    /// Notes that half of the files are written. Only the first call counts.
    void halfway() throws QueryFailure {
        Optional<Event> event = half;
        half = Optional.empty();
        if (event.isPresent()) {
            event.get().happen();
        }
    }

    Optional<String> database() {
        return database;
    }

    S3Uri result() {
        return result;
    }

    OptionalLong cutoff() {
        return cutoff;
    }

    /// Runs the statement. Files, and data that does not fit into memory, go to the scratch folder.
    Outcome run(Engine engine) throws QueryFailure, IOException {
        Command command = Command.parse(text);
        Path folder = engine.scratch().folder();
        try {
            Selection selection = new Selection(this, engine, folder);
            return switch (command) {
                case Command.Select select -> selection.toCsv(select.query());
                case Command.Unload unload -> new FileOutput(this, engine, selection).unload(unload);
                case Command.CreateAs create -> new FileOutput(this, engine, selection).createTable(create);
                case Command.CreateExternal create -> new TableChanges(this, engine, folder).create(create);
                case Command.Drop drop -> new TableChanges(this, engine, folder).drop(drop);
            };
        } catch (QueryFailure | IOException | RuntimeException e) {
            Scratch.delete(folder);
            throw e;
        }
    }

    /// Writes the files to S3, in their order, and then changes the catalog.
    void put(Outcome outcome, Buckets buckets, Catalog catalog) throws IOException {
        for (Outcome.Upload upload : outcome.uploads()) {
            try (InputStream content = Files.newInputStream(upload.file())) {
                buckets.put(upload.target().bucket(), upload.target().key(), content, upload.contentType());
            }
        }
        outcome.change().ifPresent(change -> change.accept(catalog));
    }

    /// Refuses to write below a prefix that has objects.
    ///
    /// @param what what is to be written, for the message
    static void requireEmpty(S3Uri prefix, String what, Buckets buckets) throws QueryFailure, IOException {
        if (!Files.isDirectory(buckets.folder().resolve(prefix.bucket()))) {
            throw QueryFailure.user("HIVE_FILESYSTEM_ERROR", "The bucket " + prefix.bucket() + " does not exist");
        }
        try (Stream<Buckets.Entry> objects = buckets.list(prefix.bucket(), prefix.key())) {
            if (objects.findAny().isPresent()) {
                throw QueryFailure.user(
                        "HIVE_PATH_ALREADY_EXISTS", "Target directory for " + what + " already exists: " + prefix);
            }
        }
    }

    /// Returns the database and the name of a table, in lower case.
    static List<String> named(Command.TableName name, Optional<String> database) throws QueryFailure {
        String schema = name.database()
                .or(() -> database)
                .orElseThrow(() -> QueryFailure.user(
                        "MISSING_SCHEMA_NAME", "Schema must be specified when session schema is not set"));
        return List.of(schema.toLowerCase(Locale.ROOT), name.name().toLowerCase(Locale.ROOT));
    }
}
