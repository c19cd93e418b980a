package io.featurestore.steps.estimate.footer;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.apache.parquet.format.FileMetaData;

import io.featurestore.steps.Limits;
import io.featurestore.store.objects.Parallel;

/**
 * Reads footers side by side and adds up what they say; of more than {@value #MOST} files every so-many-th in the order
 * of their keys, so that each partition is drawn by its number of files, and the same files each time.
 */
public final class FooterSampler {
    /** Read in some seconds; drawn from as many files, a figure's error is a few percent even where files differ much. */
    public static final int MOST = 2_000;

    private final FooterLoader footers;
    private final FooterReducer reduction;
    private final ToDoubleFunction<FileSums> records;
    private FileSums sums = FileSums.NONE;
    private final SamplingError ofRecords = new SamplingError();
    private final SamplingError ofScan = new SamplingError();
    private final SamplingError ofResult = new SamplingError();

    /**
     * Takes what is done with a footer.
     *
     * @param records the records of some files
     */
    public FooterSampler(FooterLoader footers, FooterReducer reduction, ToDoubleFunction<FileSums> records) {
        this.footers = footers;
        this.reduction = reduction;
        this.records = records;
    }

    /**
     * What was read.
     *
     * @param sums what the files that were read come to
     * @param files how many files there are
     * @param bytes their length
     * @param recordsError 95 % error of the records of all files; 0 where all were read
     * @param scanError the same of the bytes to scan
     * @param resultError the same of the result's bytes
     */
    public record Sample(FileSums sums, long files, long bytes, long recordsError, long scanError, long resultError) {
        public boolean whole() {
            return sums.files() == files;
        }

        /** Returns what figures of the files read are multiplied by. */
        public double scale() {
            return whole() || sums.bytes() == 0 ? 1 : (double) bytes / sums.bytes();
        }
    }

    public Sample read(List<DataFile> files) {
        int drawn = Math.min(MOST, files.size());
        Parallel.map(IntStream.range(0, drawn)
                .mapToObj(i -> files.get((int) ((i + 0.5) * files.size() / drawn)))
                .toList(), Limits.SMALL_READS, this::read);
        long bytes = files.stream().mapToLong(f -> f.object().size()).sum();
        return new Sample(sums, files.size(), bytes, error(ofRecords, files), error(ofScan, files), error(ofResult,
                files));
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
