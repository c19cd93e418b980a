package io.featurestore.local.athena;

import io.featurestore.local.athena.command.Command;
import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.parquet.PageCodec;
import io.featurestore.local.athena.parquet.ParquetFiles;
import io.featurestore.local.athena.result.HiveColumns;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// Runs queries whose result becomes Parquet files: `UNLOAD` and `CREATE TABLE … AS`. Athena writes a list of
/// the files beside the query's result:
/// docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html.
final class FileOutput {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final Set<String> UNLOAD_OPTIONS = Set.of("format", "compression", "compression_level");
    private static final Set<String> TABLE_OPTIONS = Set.of(
            "format",
            "external_location",
            "write_compression",
            "parquet_compression",
            "compression_level",
            "is_external",
            "table_type");

    private final QueryJob job;
    private final Engine engine;
    private final Selection selection;

    FileOutput(QueryJob job, Engine engine, Selection selection) {
        this.job = job;
        this.engine = engine;
        this.selection = selection;
    }

    Outcome unload(Command.Unload unload) throws QueryFailure, IOException {
        refuseOthers(unload.options(), UNLOAD_OPTIONS);
        if (!unload.options().containsKey("format")) {
            throw QueryFailure.user(
                    "INVALID_TABLE_PROPERTY", "UNLOAD needs the option format, such as WITH (format = 'PARQUET')");
        }
        S3Uri target = location(unload.location());
        PageCodec codec = PageCodec.of(unload.options(), List.of("compression"));
        QueryJob.requireEmpty(target, "UNLOAD", engine.buckets());
        return selection.run(unload.query(), new FilesForm(target, codec, columns -> Optional.empty()));
    }

    Outcome createTable(Command.CreateAs create) throws QueryFailure, IOException {
        refuseOthers(create.options(), TABLE_OPTIONS);
        List<String> name = QueryJob.named(create.name(), job.database());
        if (engine.catalog().table(name.getFirst(), name.getLast()).isPresent()) {
            if (create.ifNotExists()) {
                return TableChanges.nothing(selection.folder());
            }
            throw QueryFailure.user(
                    "TABLE_ALREADY_EXISTS",
                    "line 1:1: Destination table 'awsdatacatalog." + name.getFirst() + "." + name.getLast()
                            + "' already exists");
        }
        Optional<String> given = Optional.ofNullable(create.options().get("external_location"));
        S3Uri target = location(given.orElseGet(() -> job.result().toString() + "/"));
        QueryJob.requireEmpty(target, "table '" + name.getFirst() + "." + name.getLast() + "'", engine.buckets());
        PageCodec codec = PageCodec.of(create.options(), List.of("write_compression", "parquet_compression"));
        return selection.run(create.query(), new FilesForm(target, codec, columns -> {
            Catalog.Table table =
                    Catalog.Table.parquet(name.getFirst(), name.getLast(), target.toString(), columns, List.of());
            Map<String, String> parameters = new TreeMap<>(table.parameters());
            parameters.put("parquet.compression", codec.hiveName());
            parameters.put("has_encrypted_data", "false");
            return Optional.of(catalog -> catalog.createTable(table.withParameters(parameters)));
        }));
    }

    /// Refuses options that would change the files in a way that is not served.
    private static void refuseOthers(Map<String, String> options, Set<String> known) throws QueryFailure {
        for (String option : options.keySet()) {
            if (!known.contains(option)) {
                throw QueryFailure.user("NOT_SUPPORTED", "The option " + option + " is not served here");
            }
        }
        String format = options.getOrDefault("format", "PARQUET");
        if (!format.equalsIgnoreCase("PARQUET")) {
            throw QueryFailure.user("NOT_SUPPORTED", "The format " + format + " is not served here; use PARQUET");
        }
        String type = options.getOrDefault("table_type", "HIVE");
        if (!type.equalsIgnoreCase("HIVE")) {
            throw QueryFailure.user("NOT_SUPPORTED", "The table_type " + type + " is not served here; use HIVE");
        }
    }

    private static S3Uri location(String location) throws QueryFailure {
        if (S3Uri.parse(location).isEmpty()) {
            throw QueryFailure.user("INVALID_TABLE_PROPERTY", "The location is no prefix in S3: " + location);
        }
        return S3Uri.folder(location);
    }

    /// Returns a change of the catalog for the columns that were written.
    private interface Change {
        Optional<Consumer<Catalog>> of(List<Catalog.Column> columns);
    }

    /// Returns the beginning of the names of files: the id that Trino gives a query, such as
    /// `20260102_030405_00012_abcde`. Trino names a file by it and a random UUID, without an extension for
    /// Parquet (`io.trino.plugin.hive.HiveWriterFactory`).
    private String queryId() {
        SplittableRandom random = new SplittableRandom(job.result().key().hashCode());
        StringBuilder id = new StringBuilder(TIME.format(engine.clock().instant()));
        id.append(String.format(Locale.ROOT, "_%05d_", random.nextInt(100_000)));
        random.ints(5, 0, ID_LETTERS.length()).forEach(i -> id.append(ID_LETTERS.charAt(i)));
        return id.toString();
    }

    /// Writes the result as files below a prefix. Each file appears there as soon as it is complete, and
    /// stays if the statement fails or is stopped; the list of the files comes after all of them.
    private final class FilesForm implements Selection.Form<HiveColumns> {
        private final S3Uri target;
        private final PageCodec codec;
        private final Change change;

        FilesForm(S3Uri target, PageCodec codec, Change change) {
            this.target = target;
            this.codec = codec;
            this.change = change;
        }

        @Override
        public HiveColumns columns(DuckSession session, Translation translation) throws SQLException, QueryFailure {
            return HiveColumns.of(session, translation);
        }

        @Override
        public String select(String sql, HiveColumns columns) {
            return columns.select(sql);
        }

        @Override
        public Outcome write(DuckSession session, String sql, HiveColumns columns, Relation.Scanned scanned)
                throws SQLException, IOException, QueryFailure {
            Path folder = selection.folder().toRealPath();
            List<String> names = new ArrayList<>();
            ParquetFiles.Written written;
            try (Statement statement = session.statement()) {
                job.running(Optional.of(statement));
                written = new ParquetFiles(codec, engine.layout().get(), job::stopped)
                        .write(statement, sql, folder, sink(names));
            } finally {
                job.running(Optional.empty());
            }
            Path list = folder.resolve("manifest.csv");
            Files.write(list, names);
            S3Uri manifest = new S3Uri(job.result().bucket(), job.result().key() + "-manifest.csv");
            // The manifest comes last: who sees it finds everything.
            List<Outcome.Upload> uploads = List.of(
                    selection.metadata(
                            List.of(),
                            new S3Uri(job.result().bucket(), job.result().key() + ".metadata")),
                    new Outcome.Upload(list, manifest, "text/csv"));
            return new Outcome(
                    selection.folder(),
                    scanned,
                    List.of(),
                    written.rows(),
                    written.bytes(),
                    uploads,
                    Optional.of(manifest),
                    change.of(columns.catalog()));
        }

        /// Returns what puts each file into S3 and remembers its name.
        private ParquetFiles.Sink sink(List<String> names) {
            String id = queryId();
            return (file, number, of) -> {
                S3Uri object = target.resolve(id + "_" + UUID.randomUUID());
                try (InputStream content = Files.newInputStream(file)) {
                    engine.buckets().put(object.bucket(), object.key(), content, "application/octet-stream");
                }
                names.add(object.toString());
                if (2 * number >= of) {
                    job.halfway();
                }
            };
        }
    }
}
