package io.featurestore.steps.chunks;

import java.util.Optional;

import io.featurestore.export.ExportRequest;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.checks.Expectations;

/**
 * What converters do with every record: what their time depends on beside the records themselves.
 *
 * @param format the output's format
 * @param compression the output's compression
 * @param online whether records go through the online-compatible transform
 * @param statistics whether statistics of every column are gathered
 * @param checked whether values are held against expectations
 * @param unique whether a column's values must all be different
 */
public record ConversionKind(Format format, Compression compression, boolean online, boolean statistics,
        boolean checked, boolean unique) {
    /** Returns what is done for a request. */
    public static ConversionKind of(ExportRequest request) {
        return new ConversionKind(request.format(), request.compression(), request.onlineCompatible(),
                request.report(), request.expect().isPresent(), request.expect().filter(ConversionKind::unique)
                        .isPresent());
    }

    static ConversionKind of(ExportPlan plan) {
        Optional<Expectations> expected = plan.observed().flatMap(Observed::expectations);
        return new ConversionKind(plan.format(), plan.compression(), plan.online().isPresent(),
                plan.observed().filter(Observed::statistics).isPresent(), expected.isPresent(),
                expected.filter(ConversionKind::unique).isPresent());
    }

    private static boolean unique(Expectations expectations) {
        return expectations.columns().values().stream().anyMatch(Expectations.OfColumn::unique);
    }

    /** Returns the same output with nothing gathered and nothing checked. */
    public static ConversionKind plain(Format format, Compression compression) {
        return new ConversionKind(format, compression, false, false, false, false);
    }

    /** Returns the CPU seconds that a byte of the query's result takes, as measured. */
    double secondsAByte() {
        double gigabyte = MeasuredSeconds.of(format, compression);
        gigabyte += online ? MeasuredSeconds.of("online", format) : 0;
        gigabyte += statistics ? MeasuredSeconds.of("statistics", format) : 0;
        gigabyte += checked ? MeasuredSeconds.of("expect", format) : 0;
        gigabyte += unique ? MeasuredSeconds.of("unique", format) : 0;
        return gigabyte / MeasuredSeconds.GIGABYTE;
    }
}
