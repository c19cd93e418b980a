package io.featurestore.steps.convert;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.UnfitSchemaException;
import io.featurestore.records.compression.Compressors;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.records.json.JsonLinesWriter;
import io.featurestore.records.parquet.ParquetRecordWriter;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.store.online.OnlineTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Creates the writer of an output's format.
final class PartWriters {
    private PartWriters() {}

    /// Returns a writer for the plan's output. It takes records with the plan's columns. Finishing the writer
    /// completes the bytes of `out`.
    ///
    /// @param first whether the part is the first of its file, so that a csv header comes before its records
    /// @param out the part
    static RecordWriter create(Plan plan, boolean first, OutputStream out) throws IOException {
        List<OutputColumn> columns = plan.online()
                .map(online -> OnlineTransform.columns(plan.columns(), online))
                .orElse(plan.columns());
        RecordWriter writer =
                switch (plan.format()) {
                    case CSV -> csv(plan, columns, first, out);
                    case JSON ->
                        new JsonLinesWriter(
                                columns,
                                plan.online().isPresent() ? JsonLinesWriter.Nulls.OMIT : JsonLinesWriter.Nulls.WRITE,
                                Compressors.open(plan.compression(), out));
                    case PARQUET -> parquet(plan, columns, out);
                };
        return plan.online().isPresent()
                ? new OnlineTransform(plan.columns(), plan.online().get(), writer)
                : writer;
    }

    private static RecordWriter parquet(Plan plan, List<OutputColumn> columns, OutputStream out) throws IOException {
        try {
            return new ParquetRecordWriter(columns, plan.compression(), out);
        } catch (UnfitSchemaException e) {
            throw new InvalidRequest(e.getMessage(), e);
        }
    }

    private static RecordWriter csv(Plan plan, List<OutputColumn> columns, boolean first, OutputStream out)
            throws IOException {
        OutputStream compressed = Compressors.open(plan.compression(), out);
        if (first) {
            compressed.write(CsvRecordWriter.header(
                    columns.stream().map(OutputColumn::outputName).toList()));
        }
        return new CsvRecordWriter(compressed);
    }
}
