package io.featurestore.steps.estimate.footer;

import io.featurestore.failure.AccessDenied;
import io.featurestore.steps.Limits;
import io.featurestore.store.files.DataFile;
import io.featurestore.store.objects.Parallel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32C;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;

/// Reads footers in parallel and totals them. Of more than {@value #MOST} files it reads a sample: those
/// whose keys have the smallest hashes. So the order of the files does not matter, repeated estimates read
/// the same files, and only the files of the sample are held in memory.
///
/// If Iceberg metadata have the metrics of every file, rows and scanned bytes come from them, and only the
/// sizes of values are projected from the sample.
public final class FooterSampler {
    /// The most footers that are read. This takes some seconds, and the sampling error is a few percent even
    /// if the files differ a lot.
    public static final int MOST = 2_000;

    private record Drawn(DataFile file, long hash) {}

    private final FooterLoader footers;
    private final FooterReducer reduction;
    private final ColumnFit fit;
    private final ToDoubleFunction<FileSums> records;
    private final PriorityQueue<Drawn> drawn = new PriorityQueue<>(Comparator.comparingLong(Drawn::hash)
            .thenComparing(d -> d.file().object().uri().toString())
            .reversed());
    private long files;
    private long bytes;
    private long measured;
    private FileSums metrics = FileSums.NONE;
    private FileSums sums = FileSums.NONE;
    private final SamplingError ofRecords = new SamplingError();
    private final SamplingError ofScan = new SamplingError();
    private final SamplingError ofResult = new SamplingError();

    /// Creates a sampler.
    ///
    /// @param fit checks the files of which the query reads something
    /// @param records computes the number of records from the totals of some files
    public FooterSampler(
            FooterLoader footers, FooterReducer reduction, ColumnFit fit, ToDoubleFunction<FileSums> records) {
        this.footers = footers;
        this.reduction = reduction;
        this.fit = fit;
        this.records = records;
    }

    /// Holds the totals of the files that were read, and the sampling errors.
    ///
    /// @param sums totals of the files that were read
    /// @param files number of all files
    /// @param bytes total size of all files in bytes
    /// @param footers number of footers that were read
    /// @param unseen the reason why footers could not be read; empty if none was refused
    /// @param recordsError half-width of the 95 % confidence interval of the number of records; 0 if all
    ///     files were read
    /// @param scanError the same for the bytes to scan
    /// @param resultError the same for the bytes of the result
    public record Sample(
            FileSums sums,
            long files,
            long bytes,
            long footers,
            Optional<String> unseen,
            long recordsError,
            long scanError,
            long resultError) {
        /// Returns whether the totals are those of all files.
        public boolean whole() {
            return sums.files() == files;
        }

        /// Returns the factor that projects totals of the files that were read to all files.
        public double scale() {
            return whole() || sums.bytes() == 0 ? 1 : (double) bytes / sums.bytes();
        }
    }

    /// Adds a file of the table.
    public void add(DataFile file) {
        files++;
        bytes += file.object().size();
        drawn.add(new Drawn(file, hash(file.object().uri().key())));
        if (drawn.size() > MOST) {
            drawn.remove();
        }
        file.metrics().flatMap(m -> m.footer()).ifPresent(footer -> {
            measured++;
            metrics = metrics.plus(reduction.of(file, footer));
        });
    }

    /// Spreads the bits of a checksum, whose high bits depend on all characters.
    private static long hash(String key) {
        CRC32C checksum = new CRC32C();
        checksum.update(key.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    /// Reads the footers of the sample and returns the totals.
    ///
    /// @throws io.featurestore.failure.QueryFailed if the query could not read one of the files
    public Sample read() {
        AtomicReference<@Nullable String> denied = new AtomicReference<>();
        List<DataFile> chosen = new ArrayList<>();
        drawn.stream()
                .sorted(Comparator.comparing(d -> d.file().object().uri().toString()))
                .forEach(d -> chosen.add(d.file()));
        Parallel.map(chosen, Limits.SMALL_READS, file -> {
            if (denied.get() == null) {
                try {
                    footers.read(file).map(footer -> reduced(file, footer)).ifPresent(this::add);
                } catch (AccessDenied e) {
                    denied.set(e.getMessage());
                }
            }
            return true;
        });
        long read = sums.files();
        boolean whole = read < files && measured == files;
        FileSums totals = whole ? measured() : sums;
        return new Sample(
                totals,
                files,
                bytes,
                read,
                whole ? Optional.empty() : Optional.ofNullable(denied.get()),
                whole ? 0 : error(ofRecords),
                whole ? 0 : error(ofScan),
                error(ofResult));
    }

    private FileSums reduced(DataFile file, FileMetaData footer) {
        FileSums totals = reduction.of(file, footer);
        if (totals.scanned() > 0) {
            fit.check(file, footer);
        }
        return totals;
    }

    /// Returns the totals by metrics, with the sizes of values projected from the footers that were read.
    private FileSums measured() {
        double scale = sums.rows() == 0 ? 0 : (double) metrics.rows() / sums.rows();
        java.util.Map<String, ColumnSums> columns = new java.util.HashMap<>(sums.columns());
        columns.replaceAll((_, column) -> column.share(scale));
        return metrics.with(columns);
    }

    private synchronized void add(FileSums file) {
        sums = sums.plus(file);
        ofRecords.add((double) file.bytes(), records.applyAsDouble(file));
        ofScan.add((double) file.bytes(), (double) file.scanned());
        ofResult.add((double) file.bytes(), file.resultBytes());
    }

    private long error(SamplingError moments) {
        return sums.files() == files ? 0 : Math.round(moments.error(files));
    }
}
