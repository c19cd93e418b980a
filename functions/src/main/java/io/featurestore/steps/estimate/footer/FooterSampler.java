package io.featurestore.steps.estimate.footer;

import io.featurestore.steps.Limits;
import io.featurestore.store.objects.Parallel;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.parquet.format.FileMetaData;

/// Reads footers in parallel and totals them. Of more than {@value #MOST} files it reads a systematic sample:
/// files at equal steps in the order of their keys. So each partition is represented in proportion to its number
/// of files, and repeated estimates read the same files.
public final class FooterSampler {
    /// The most footers that are read. This takes some seconds, and the sampling error is a few percent even if
    /// the files differ a lot.
    public static final int MOST = 2_000;

    private final FooterLoader footers;
    private final FooterReducer reduction;
    private final ToDoubleFunction<FileSums> records;
    private FileSums sums = FileSums.NONE;
    private final SamplingError ofRecords = new SamplingError();
    private final SamplingError ofScan = new SamplingError();
    private final SamplingError ofResult = new SamplingError();

    /// Creates a sampler.
    ///
    /// @param records computes the number of records from the totals of some files
    public FooterSampler(FooterLoader footers, FooterReducer reduction, ToDoubleFunction<FileSums> records) {
        this.footers = footers;
        this.reduction = reduction;
        this.records = records;
    }

    /// Holds the totals of the files that were read, and the sampling errors.
    ///
    /// @param sums totals of the files that were read
    /// @param files number of all files
    /// @param bytes total size of all files in bytes
    /// @param recordsError half-width of the 95 % confidence interval of the number of records; 0 if all files
    ///     were read
    /// @param scanError the same for the bytes to scan
    /// @param resultError the same for the bytes of the result
    public record Sample(FileSums sums, long files, long bytes, long recordsError, long scanError, long resultError) {
        public boolean whole() {
            return sums.files() == files;
        }

        /// Returns the factor that projects totals of the files that were read to all files.
        public double scale() {
            return whole() || sums.bytes() == 0 ? 1 : (double) bytes / sums.bytes();
        }
    }

    public Sample read(List<DataFile> files) {
        int drawn = Math.min(MOST, files.size());
        Parallel.map(
                IntStream.range(0, drawn)
                        .mapToObj(i -> files.get((int) ((i + 0.5) * files.size() / drawn)))
                        .toList(),
                Limits.SMALL_READS,
                this::read);
        long bytes = files.stream().mapToLong(f -> f.object().size()).sum();
        return new Sample(
                sums, files.size(), bytes, error(ofRecords, files), error(ofScan, files), error(ofResult, files));
    }

    private boolean read(DataFile file) {
        Optional<FileMetaData> footer = footers.read(file.object());
        footer.map(f -> reduction.of(file, f)).ifPresent(this::add);
        return footer.isPresent();
    }

    private synchronized void add(FileSums file) {
        sums = sums.plus(file);
        ofRecords.add((double) file.bytes(), records.applyAsDouble(file));
        ofScan.add((double) file.bytes(), (double) file.scanned());
        ofResult.add((double) file.bytes(), file.resultBytes());
    }

    private long error(SamplingError moments, List<DataFile> files) {
        return sums.files() == files.size() ? 0 : Math.round(moments.error(files.size()));
    }
}
