package io.featurestore.steps.chunks;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.checks.Expectations;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Quality;
import java.util.Optional;

/// Describes what converters do with every record. Their time depends on it, and on the records themselves.
///
/// @param format the output's format
/// @param compression the output's compression
/// @param online whether records go through the online-compatible transform
/// @param statistics whether statistics of every column are computed
/// @param checked whether values are checked against expectations
/// @param unique whether the values of a column are checked for uniqueness
public record ConversionKind(
        Format format, Compression compression, boolean online, boolean statistics, boolean checked, boolean unique) {
    /// Returns the kind of conversion for an output and its checks.
    public static ConversionKind of(Form form, boolean online, Quality quality) {
        return new ConversionKind(
                form.format(),
                form.compression(),
                online,
                quality.report(),
                quality.expect().isPresent(),
                quality.expect().filter(ConversionKind::unique).isPresent());
    }

    static ConversionKind of(Plan plan) {
        Optional<Expectations> expected = plan.profile().flatMap(ProfileRequest::expectations);
        return new ConversionKind(
                plan.format(),
                plan.compression(),
                plan.online().isPresent(),
                plan.profile().filter(ProfileRequest::statistics).isPresent(),
                expected.isPresent(),
                expected.filter(ConversionKind::unique).isPresent());
    }

    private static boolean unique(Expectations expectations) {
        return expectations.columns().values().stream().anyMatch(Expectations.OfColumn::unique);
    }

    /// Returns the kind of conversion without statistics and checks.
    public static ConversionKind plain(Format format, Compression compression) {
        return new ConversionKind(format, compression, false, false, false, false);
    }

    /// Returns the measured CPU seconds per byte of the query's result.
    double secondsPerByte() {
        double perGigabyte = MeasuredSeconds.of(format, compression);
        perGigabyte += online ? MeasuredSeconds.of("online", format) : 0;
        perGigabyte += statistics ? MeasuredSeconds.of("statistics", format) : 0;
        perGigabyte += checked ? MeasuredSeconds.of("expect", format) : 0;
        perGigabyte += unique ? MeasuredSeconds.of("unique", format) : 0;
        return perGigabyte / MeasuredSeconds.GIGABYTE;
    }
}
