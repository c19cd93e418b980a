package io.featurestore.export.chunks;

import java.util.List;

import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * What a cut into chunks depends on: known of a result, and estimated of one before its query runs.
 *
 * @param bytes the result's bytes past its header
 * @param records its records; not positive where nobody counted them
 * @param format the output's format
 * @param compression the output's compression
 * @param names names of the output's columns
 */
public record ResultShape(long bytes, long records, Format format, Compression compression, List<String> names) {
    /** Copies the names. */
    public ResultShape {
        names = List.copyOf(names);
    }

    static ResultShape of(ExportPlan plan) {
        return new ResultShape(plan.source().size() - plan.headerEnd(), plan.resultRows(), plan.format(), plan
                .compression(), plan.columns().stream().map(OutputColumn::outputName).toList());
    }
}
