package io.featurestore.export.chunks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.export.conversion.Fields;
import io.featurestore.export.conversion.RecordWriter;
import io.featurestore.export.conversion.UnfitValueException;
import io.featurestore.export.conversion.csv.ByteWindow;
import io.featurestore.export.conversion.csv.CsvRecordReader;
import io.featurestore.export.conversion.csv.MalformedRecordException;
import io.featurestore.export.failure.ErrorCode;
import io.featurestore.export.request.Spelling;

/** Parses every record and writes it in the output's format. */
final class RecordWork implements ChunkWork {
    private static final int SHOWN = 80;

    private final ExportPlan plan;
    private final Chunk chunk;
    private final OutputStream part;
    private final Deadline deadline;

    RecordWork(ExportPlan plan, Chunk chunk, OutputStream part, Deadline deadline) {
        this.plan = plan;
        this.chunk = chunk;
        this.part = part;
        this.deadline = deadline;
    }

    @Override
    public Found run(ByteWindow window, boolean any) throws IOException {
        RecordWriter writer = PartWriters.create(plan, chunk.index() == 0 || plan.partFiles(), part);
        if (!any) {
            writer.finish();
            return new Found(OptionalLong.empty(), chunk.end(), 0, Optional.empty());
        }
        CsvRecordReader reader = new CsvRecordReader(window, plan.columns().size());
        Fields record = new Fields(plan.columns().size());
        OptionalLong first = OptionalLong.of(reader.offset());
        long records = 0;
        long look = reader.offset() + deadline.step();
        boolean time = true;
        try {
            while (time && reader.offset() < chunk.end() && reader.next(record)) {
                writer.write(record);
                records++;
                if (reader.offset() >= look) {
                    look = reader.offset() + deadline.step();
                    time = !deadline.isNear();
                }
            }
            writer.finish();
            return new Found(first, reader.offset(), records, Optional.empty());
        } catch (UnfitValueException e) {
            return failed(first, records, new ChunkReport.Failure(e.code(), e.column(), records, Spelling.shorten(e
                    .value(), SHOWN), e.reason()));
        } catch (MalformedRecordException e) {
            return failed(first, records, malformed(records, e.excerpt(), e.reason()));
        } catch (ByteWindow.RecordTooLongException e) {
            return failed(first, records, new ChunkReport.Failure(ErrorCode.ConversionFailed, "", records, "", String
                    .valueOf(e.getMessage())));
        }
    }

    private static ChunkReport.Failure malformed(long record, String excerpt, String reason) {
        return new ChunkReport.Failure(ErrorCode.Internal, "", record, Spelling.shorten(excerpt, SHOWN), reason);
    }

    private Found failed(OptionalLong first, long records, ChunkReport.Failure failure) {
        return new Found(first, chunk.end(), records, Optional.of(failure));
    }
}
