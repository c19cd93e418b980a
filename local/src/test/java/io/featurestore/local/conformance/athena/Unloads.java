package io.featurestore.local.conformance.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.parquet.FileLayout;
import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Runs UNLOAD on services of its own, and finds what it wrote.
final class Unloads implements AutoCloseable {
    /// A layout with three files and several row groups for 100 rows.
    static final FileLayout SMALL = FileLayout.USUAL.withLeastFiles(3).withGroupRows(40);

    private final Services services;
    private final Queries queries;
    private final AtomicInteger number = new AtomicInteger();

    private Unloads(Services services) {
        this.services = services;
        this.queries = new Queries(services);
    }

    static Unloads open(Path folder) throws IOException {
        Services services = Services.open(folder);
        services.aws().createBucket("results");
        services.glue().createDatabase(r -> r.databaseInput(d -> d.name("db")));
        return new Unloads(services);
    }

    Services services() {
        return services;
    }

    Queries queries() {
        return queries;
    }

    @Override
    public void close() {
        services.close();
    }

    /// Returns a prefix without objects.
    String prefix() {
        return "unloaded/" + number.incrementAndGet() + "/";
    }

    String unload(String query, String prefix) {
        return "UNLOAD (" + query + ") TO 's3://results/" + prefix + "' WITH (format = 'PARQUET')";
    }

    /// Makes a table over the files of a prefix.
    String table(String columns, String prefix) {
        String name = "t" + prefix.replaceAll("\\D", "");
        queries.succeeded("CREATE EXTERNAL TABLE " + name + " (" + columns
                + ") STORED AS PARQUET LOCATION 's3://results/" + prefix + "'");
        return name;
    }

    List<String> rows(String table) {
        return sorted(queries.csv("SELECT * FROM " + table));
    }

    static List<String> sorted(String csv) {
        return List.of(csv.split("(?<=\n)")).stream().sorted().toList();
    }

    List<S3Object> objects(String prefix) {
        return services.s3()
                .listObjectsV2(r -> r.bucket("results").prefix(prefix))
                .contents();
    }

    List<S3Object> manifests(QueryExecution execution) {
        return objects("out/" + execution.queryExecutionId());
    }

    /// Returns the files that the manifest names, in its order.
    List<Path> files(QueryExecution execution) {
        Path buckets = services.aws().buckets().folder();
        return queries.object(execution.statistics().dataManifestLocation())
                .lines()
                .map(uri -> buckets.resolve(uri.substring("s3://".length())))
                .toList();
    }

    /// Returns the footers of these files.
    List<ParquetMetadata> footers(QueryExecution execution) throws IOException {
        List<ParquetMetadata> footers = new ArrayList<>();
        for (Path file : files(execution)) {
            try (ParquetFileReader reader = ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
                footers.add(reader.getFooter());
            }
        }
        return footers;
    }

    static void looksLikeTrinos(ParquetMetadata file, String codec) {
        assertThat(file.getFileMetaData().getCreatedBy()).startsWith("parquet-mr-trino version ");
        for (BlockMetaData group : file.getBlocks()) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                assertThat(chunk.getCodec()).hasToString(codec);
                assertThat(chunk.getOffsetIndexReference()).isNull();
                assertThat(chunk.getColumnIndexReference()).isNull();
                assertThat(chunk.getBloomFilterOffset()).isNegative();
            }
        }
    }
}
