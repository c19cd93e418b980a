package io.featurestore.steps.convert;

import io.featurestore.failure.code.ErrorCode;
import io.featurestore.records.Fields;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.UnfitValueException;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.csv.MalformedRecordException;
import io.featurestore.records.text.Spelling;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.store.online.RejectedRecordException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// Parses every record, passes it to the profiler, and writes it in the output's format.
final class RecordWork implements ChunkWork {
    private static final int SHOWN = 80;

    private final Plan plan;
    private final Chunk chunk;
    private final RecordWriter writer;
    private final Deadline deadline;
    private final Optional<Profiler> profiler;

    RecordWork(Plan plan, Chunk chunk, RecordWriter writer, Deadline deadline, Optional<Profiler> profiler) {
        this.plan = plan;
        this.chunk = chunk;
        this.writer = writer;
        this.deadline = deadline;
        this.profiler = profiler;
    }

    @Override
    public Found run(ByteWindow window, boolean hasRecord) throws IOException {
        if (!hasRecord) {
            return none();
        }
        return run(RecordSource.of(new CsvRecordReader(window, plan.columns().size())), deadline.bytesBetweenChecks());
    }

    /// Converts the records of a chunk, at least one, from the first on.
    ///
    /// @param step the distance between two checks of the time, as [RecordSource#offset] counts
    Found run(RecordSource reader, long step) throws IOException {
        Fields record = new Fields(plan.columns().size());
        OptionalLong first = OptionalLong.of(reader.offset());
        long records = 0;
        long nextCheck = reader.offset() + step;
        boolean timeLeft = true;
        try {
            while (timeLeft && reader.offset() < chunk.end() && reader.next(record)) {
                if (profiler.isPresent()) {
                    profiler.get().add(record);
                }
                writer.write(record);
                records++;
                if (reader.offset() >= nextCheck) {
                    nextCheck = reader.offset() + step;
                    timeLeft = !deadline.isNear();
                }
            }
            writer.finish();
            return new Found(first, reader.offset(), records, Optional.empty());
        } catch (RejectedRecordException e) {
            return failed(first, records, unfit(ErrorCode.IncompatibleRecord, records, e));
        } catch (UnfitValueException e) {
            return failed(first, records, unfit(ErrorCode.ConversionFailed, records, e));
        } catch (MalformedRecordException e) {
            return failed(first, records, malformed(records, e.excerpt(), e.reason()));
        } catch (ByteWindow.RecordTooLongException e) {
            return failed(
                    first,
                    records,
                    new ChunkReport.BadValue(
                            ErrorCode.ConversionFailed, "", records, "", String.valueOf(e.getMessage())));
        }
    }

    /// Writes a part without records.
    Found none() throws IOException {
        writer.finish();
        return new Found(OptionalLong.empty(), chunk.end(), 0, Optional.empty());
    }

    private static ChunkReport.BadValue unfit(ErrorCode code, long record, UnfitValueException e) {
        return new ChunkReport.BadValue(code, e.column(), record, Spelling.shorten(e.value(), SHOWN), e.reason());
    }

    private static ChunkReport.BadValue malformed(long record, String excerpt, String reason) {
        return new ChunkReport.BadValue(ErrorCode.Internal, "", record, Spelling.shorten(excerpt, SHOWN), reason);
    }

    private Found failed(OptionalLong first, long records, ChunkReport.BadValue failure) {
        return new Found(first, chunk.end(), records, Optional.of(failure));
    }
}
