package io.featurestore.steps.chunks;

import io.featurestore.records.OutputColumn;
import java.util.List;

/// Holds the properties of a result that its chunks depend on. They are known for a result, and estimated before
/// the query runs.
///
/// @param bytes the result's bytes without its header
/// @param records its records; not positive if they are unknown
/// @param kind the conversion of each record
/// @param names names of the output's columns
public record ResultShape(long bytes, long records, ConversionKind kind, List<String> names) {
    /// Makes the list immutable.
    public ResultShape {
        names = List.copyOf(names);
    }

    static ResultShape of(Plan plan) {
        return new ResultShape(
                plan.source().size() - plan.headerEnd(),
                plan.resultRows(),
                ConversionKind.of(plan),
                plan.columns().stream().map(OutputColumn::outputName).toList());
    }
}
