package io.featurestore.steps.estimate;

import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FooterSampler.Sample;
import io.featurestore.store.files.Findings;
import java.util.Optional;
import java.util.OptionalLong;

/// Says what the figures of an estimate rest on.
final class BasisRules {
    private final QuerySpec spec;
    private final Reading reading;
    private final Sample read;
    private final Optional<String> unseen;
    private final long deletes;

    BasisRules(QuerySpec spec, Reading reading, Sample read, Findings found) {
        this.spec = spec;
        this.reading = reading;
        this.read = read;
        this.unseen = found.unseen().or(read::unseen).map(BasisRules::clause);
        this.deletes = found.deletes().files();
    }

    private static String clause(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    Estimate.BasisPerFigure of(CountRange records) {
        return unseen.isPresent() ? unknown(unseen.get()) : seen(records);
    }

    private Estimate.BasisPerFigure unknown(String reason) {
        EstimateBasis basis = EstimateBasis.unknown(OptionalLong.empty(), reason);
        return new Estimate.BasisPerFigure(reading.allRows() ? oneRecord() : basis, basis, basis, basis, basis, basis);
    }

    private static EstimateBasis oneRecord() {
        return EstimateBasis.exact("an aggregate over all rows is one record");
    }

    private Estimate.BasisPerFigure seen(CountRange records) {
        return new Estimate.BasisPerFigure(
                records(records),
                scan(),
                EstimateBasis.model("records, and the lengths of values by the footers' sizes and bounds"),
                EstimateBasis.model("footers, and what our converters made of measured columns that look most alike"),
                EstimateBasis.model("list prices of us-east-1, measured times of the converters, and Athena's requests "
                        + "to S3 as Trino makes them: a LIST per partition, GETs for footers and columns"),
                EstimateBasis.model("measured times of the converters; how fast Athena is, is assumed"));
    }

    private EstimateBasis records(CountRange records) {
        if (reading.allRows()) {
            return oneRecord();
        }
        if (records.least() == records.most()) {
            return read.whole()
                            || spec.selection().limit().isPresent()
                                    && spec.selection().limit().getAsLong() == records.most()
                    ? EstimateBasis.exact("row counts in " + sources())
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
        if (!read.whole()) {
            return new EstimateBasis(
                    EstimateBasis.Kind.SAMPLE,
                    OptionalLong.empty(),
                    OptionalLong.of(read.scanError()),
                    columns + ", " + drawn() + charged);
        }
        String says = columns + ", from " + sources();
        if (deletes > 0) {
            return EstimateBasis.model(
                    says + ", and of the files with deleted rows, which are read with each data file" + charged);
        }
        return partly()
                ? EstimateBasis.bound(
                        OptionalLong.empty(),
                        says + "; of row groups that have only some of the rows, Athena may read less" + charged)
                : EstimateBasis.exact(says + charged);
    }

    /// Returns whether the query may leave out rows of some row group. The engine then reads the other
    /// columns only as far as it needs them, or skips the row group.
    private boolean partly() {
        boolean deletions =
                !spec.history().includeDeleted() && read.sums().deletions().most() > 0;
        return read.sums().selected().least() < read.sums().rows()
                || deletions
                || spec.selection().limit().isPresent();
    }

    private String sources() {
        boolean metadata = read.footers() < read.files();
        if (read.files() == 1) {
            return metadata ? "the Iceberg metadata of the only file" : "the footer of the only file";
        }
        return (metadata ? "the Iceberg metadata of all " : "the footers of all ") + read.files() + " files";
    }

    private String drawn() {
        return "projected from " + read.sums().files() + " of " + read.files()
                + " files by their length, error with 95 %";
    }
}
