package io.featurestore.steps.chunks;

import java.util.List;

import io.featurestore.records.OutputColumn;

/**
 * What a cut into chunks depends on: known of a result, and estimated of one before its query runs.
 *
 * @param bytes the result's bytes past its header
 * @param records its records; not positive where nobody counted them
 * @param kind what is done with each record
 * @param names names of the output's columns
 */
public record ResultShape(long bytes, long records, ConversionKind kind, List<String> names) {
    /** Copies the names. */
    public ResultShape {
        names = List.copyOf(names);
    }

    static ResultShape of(ExportPlan plan) {
        return new ResultShape(plan.source().size() - plan.headerEnd(), plan.resultRows(), ConversionKind.of(
                plan), plan.columns().stream().map(OutputColumn::outputName).toList());
    }
}
