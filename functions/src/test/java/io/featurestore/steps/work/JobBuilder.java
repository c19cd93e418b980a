package io.featurestore.steps.work;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Query;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.store.Table;
import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Builds a job for a test. By default it exports all records of the group `customers`.
public final class JobBuilder {
    private String execution = "run-1";
    private String output = "s3://out/data.csv";
    private Format format = Format.CSV;
    private Compression compression = Compression.NONE;
    private boolean overwrite;
    private Quality quality = Quality.NONE;
    private Table table = new Table(
            "customers",
            "AwsDataCatalog",
            "db",
            "customers_1",
            false,
            true,
            "id",
            "t",
            List.of(),
            List.of(),
            List.of());
    private Selection selection = Selection.everything();
    private History history = History.everything();
    private Query query = new Query("SELECT 1", List.of(), Optional.empty());

    /// Sets the execution's name.
    public JobBuilder execution(String name) {
        execution = name;
        return this;
    }

    /// Sets the place and the form of the output.
    public JobBuilder output(String uri, Format as, Compression compressed) {
        output = uri;
        format = as;
        compression = compressed;
        return this;
    }

    /// Sets whether an existing output is replaced.
    public JobBuilder overwrite(boolean replaces) {
        overwrite = replaces;
        return this;
    }

    /// Sets whether a report is written.
    public JobBuilder report(boolean written) {
        quality = new Quality(written, Optional.empty(), Quality.OnViolation.FAIL);
        return this;
    }

    /// Sets the table.
    public JobBuilder table(Table read) {
        table = read;
        return this;
    }

    /// Sets the specification of the statement.
    public JobBuilder spec(Selection selected, History chosen) {
        selection = selected;
        history = chosen;
        return this;
    }

    /// Sets the statement.
    public JobBuilder query(String sql, List<OutputColumn> columns) {
        query = new Query(sql, columns, Optional.empty());
        return this;
    }

    /// Builds the job. Its work folder is in the bucket `work`.
    public Job build() {
        return new Job(
                new Execution(
                        "arn:aws:states:eu-west-1:1:execution:m:" + execution,
                        execution,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        WorkFolder.prefix("work", execution),
                        Concurrency.DEFAULT),
                table,
                new QuerySpec(selection, history, Optional.empty()),
                query,
                new QuerySettings("primary", Optional.empty()),
                new Form(S3Uri.parse(output), format, compression, OptionalInt.empty(), overwrite),
                Optional.empty(),
                quality);
    }
}
