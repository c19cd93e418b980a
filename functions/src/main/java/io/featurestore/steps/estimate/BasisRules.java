package io.featurestore.steps.estimate;

import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FooterSampler.Sample;
import java.util.OptionalLong;

/// Says what the figures of an estimate rest on.
final class BasisRules {
    private final QuerySpec spec;
    private final Reading reading;
    private final Sample read;

    BasisRules(QuerySpec spec, Reading reading, Sample read) {
        this.spec = spec;
        this.reading = reading;
        this.read = read;
    }

    Estimate.BasisPerFigure of(CountRange records) {
        return new Estimate.BasisPerFigure(
                records(records),
                scan(),
                EstimateBasis.model("records, and the lengths of values by the footers' sizes and bounds"),
                EstimateBasis.model("footers, and what our converters made of measured columns that look most alike"),
                EstimateBasis.model("list prices of us-east-1, and measured times of the converters"),
                EstimateBasis.model("measured times of the converters; how fast Athena is, is assumed"));
    }

    private EstimateBasis records(CountRange records) {
        if (reading.allRows()) {
            return EstimateBasis.exact("an aggregate over all rows is one record");
        }
        if (records.least() == records.most()) {
            return read.whole()
                            || spec.selection().limit().isPresent()
                                    && spec.selection().limit().getAsLong() == records.most()
                    ? EstimateBasis.exact("row counts in the footers of all " + read.files() + " files")
                    : new EstimateBasis(
                            EstimateBasis.Kind.SAMPLE,
                            OptionalLong.empty(),
                            OptionalLong.of(read.recordsError()),
                            drawn());
        }
        return new EstimateBasis(
                EstimateBasis.Kind.BOUND,
                OptionalLong.of(records.least()),
                read.whole() ? OptionalLong.empty() : OptionalLong.of(read.recordsError()),
                why() + (read.whole() ? "" : "; " + drawn()));
    }

    private String why() {
        if (spec.history().latest()) {
            return "each row may be its identifier's newest; footers do not say how many identifiers there are";
        }
        if (reading.groups()) {
            return "there are no more groups than rows";
        }
        if (read.sums().selected().least() == read.sums().selected().most()
                && read.sums().deletions().most() == 0) {
            return "rows of all files; the Iceberg table deletes some in files of their own";
        }
        if (!spec.history().includeDeleted() && read.sums().deletions().most() > 0) {
            return "there are deleted records; which rows they hide only the query knows";
        }
        return "rows of all row groups whose least and greatest values do not rule them out";
    }

    private EstimateBasis scan() {
        String columns = "size of the " + reading.columns().size() + " columns the query reads";
        String charged = "; at least 10 MB are charged";
        return read.whole()
                ? EstimateBasis.exact(columns + ", from the footers of all " + read.files() + " files"
                        + (reading.filtered() ? "; row groups that Athena skips are counted" : "") + charged)
                : new EstimateBasis(
                        EstimateBasis.Kind.SAMPLE,
                        OptionalLong.empty(),
                        OptionalLong.of(read.scanError()),
                        columns + ", " + drawn() + charged);
    }

    private String drawn() {
        return "drawn from " + read.sums().files() + " of " + read.files() + " files by their length, error with 95 %";
    }
}
