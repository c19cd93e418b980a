package io.featurestore.local.athena;

import io.featurestore.local.athena.command.Command;
import io.featurestore.local.athena.duck.DuckSession;
import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.result.HiveColumns;
import io.featurestore.local.athena.result.ParquetFiles;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import java.io.IOException;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// Runs queries whose result becomes Parquet files: `UNLOAD` and `CREATE TABLE … AS`. Athena writes a list of the
/// files beside the query's result: docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html.
final class FileOutput {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Set<String> UNLOAD_OPTIONS = Set.of("format", "compression");
    private static final Set<String> TABLE_OPTIONS = Set.of(
            "format", "external_location", "write_compression", "parquet_compression", "is_external", "table_type");

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
        S3Uri target = location(unload.location());
        QueryJob.requireEmpty(target, "UNLOAD", engine.buckets());
        String codec = ParquetFiles.codec(Optional.ofNullable(unload.options().get("compression")));
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
        String compression = Optional.ofNullable(create.options().get("write_compression"))
                .or(() -> Optional.ofNullable(create.options().get("parquet_compression")))
                .orElse("GZIP");
        String codec = ParquetFiles.codec(Optional.of(compression));
        return selection.run(create.query(), new FilesForm(target, codec, columns -> {
            Catalog.Table table =
                    Catalog.Table.parquet(name.getFirst(), name.getLast(), target.toString(), columns, List.of());
            Map<String, String> parameters = new TreeMap<>(table.parameters());
            parameters.put("parquet.compression", compression.toUpperCase(Locale.ROOT));
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

    /// Writes the result as files below a prefix.
    private final class FilesForm implements Selection.Form<List<Catalog.Column>> {
        private final S3Uri target;
        private final String codec;
        private final Change change;

        FilesForm(S3Uri target, String codec, Change change) {
            this.target = target;
            this.codec = codec;
            this.change = change;
        }

        @Override
        public List<Catalog.Column> columns(DuckSession session, Translation translation)
                throws SQLException, QueryFailure {
            return HiveColumns.of(session, translation.sql());
        }

        @Override
        public String select(String sql, List<Catalog.Column> columns) {
            return HiveColumns.select(sql, columns);
        }

        @Override
        public Outcome write(DuckSession session, String sql, List<Catalog.Column> columns, Relation.Scanned scanned)
                throws SQLException, IOException {
            Path folder = selection.folder().toRealPath();
            ParquetFiles.Written written;
            try (Statement statement = session.statement()) {
                job.running(Optional.of(statement));
                written = ParquetFiles.write(statement, sql, codec, folder);
            } finally {
                job.running(Optional.empty());
            }
            List<Outcome.Upload> uploads = new ArrayList<>();
            String prefix = TIME.format(engine.clock().instant()) + "_";
            for (Path file : written.files()) {
                uploads.add(new Outcome.Upload(
                        file, target.resolve(prefix + UUID.randomUUID()), "application/octet-stream"));
            }
            List<String> names =
                    uploads.stream().map(upload -> upload.target().toString()).toList();
            Path list = folder.resolve("manifest.csv");
            Files.write(list, names);
            S3Uri manifest = new S3Uri(job.result().bucket(), job.result().key() + "-manifest.csv");
            uploads.add(new Outcome.Upload(list, manifest, "text/csv"));
            uploads.add(selection.metadata(
                    List.of(), new S3Uri(job.result().bucket(), job.result().key() + ".metadata")));
            return new Outcome(
                    selection.folder(),
                    scanned,
                    List.of(),
                    written.rows(),
                    written.bytes(),
                    List.copyOf(uploads),
                    Optional.of(manifest),
                    change.of(columns));
        }
    }
}
